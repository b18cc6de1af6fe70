/** Modality, current and retired (PS3.3 C.7.3.1.1.1). */
export const modalityTerms: ReadonlySet<string> = words(`
  ANN AR ASMT AU BDUS BI BMD CD CF CFM CP CR CS CT CTPROTOCOL DD DF DG DM DMS DOC DS DX EC ECG EEG EM EMG EOG EPS ES FA FID FS GM HC HD
  IO IOL IVOCT IVUS KER KO LEN LP LS MA MG MR MS NM OAM OCT OP OPM OPR OPT OPTBSV OPTENF OPV OSS OT PA PLAN POS PR PT PX REG
  RESP RF RG RTDOSE RTIMAGE RTINTENT RTPLAN RTRAD RTRECORD RTSEGANN RTSTRUCT RWV SEG SM SMR SR SRF ST STAIN TEXTUREMAP TG US VA
  VF VL XA XAPROTOCOL XC`)

/** View Position (PS3.3 C.8.1.2, C.8.7.2), with the mammographic ones (PS3.3 C.8.11.7) and what devices write of the chest. */
export const viewPositionTerms: ReadonlySet<string> = words(`
  AP PA LL RL RLD LLD RLO LLO LAT LATERAL OBL LPO RPO LAO RAO AX AXIAL SUPINE ERECT DECUB LORDOTIC
  CC MLO ML LM LMO XCCL XCCM FB SIO ISO CV AT`)

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}
