import type { Reason } from './domain.ts'

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

/** The words of a text, parted by white space. */
export function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}

/** What else a model's scope names, as devices write it (PS3.3 C.8.11.1; PS3.16 Annex L, of plain radiographs and what holds the chest). */
const intentTerms = new Set(['FOR PRESENTATION', 'FOR PROCESSING'])
const bodyPartTerms = new Set([
  ...words(`
  ABDOMEN ABDOMENPELVIS ANKLE AORTA ARM BACK BRAIN BREAST CALCANEUS CHEST CHESTABDOMEN CHESTABDPELVIS CLAVICLE COCCYX COLON
  CSPINE CTSPINE EAR ELBOW ESOPHAGUS EXTREMITY EYE FACE FEMUR FETUS FINGER FOOT FOREARM HAND HEAD HEADNECK HEART HIP HUMERUS
  ILIUM JAW KIDNEY KNEE LARYNX LEG LIVER LOWERLEG LSPINE LSSPINE LUNG MANDIBLE MAXILLA MEDIASTINUM MOUTH NECK NECKCHEST
  NECKCHESTABDOMEN NOSE ORBIT PATELLA PELVIS PHARYNX RADIUS RIB RIBS SACRUM SCAPULA SHOULDER SINUS SKULL SPINE SSPINE
  STERNUM STOMACH THIGH THORAX THUMB TIBIA TLSPINE TOE TRACHEA TSPINE ULNA UPPERARM UTERUS WHOLEBODY WRIST ZYGOMA`),
  'CHEST PA',
  'CHEST AP',
  'PORT CHEST',
])

const termsOf: Partial<Record<Reason['code'], ReadonlySet<string>>> = {
  'out-of-scope-modality': modalityTerms,
  'out-of-scope-view': viewPositionTerms,
  'out-of-scope-intent': intentTerms,
  'out-of-scope-body-part': bodyPartTerms,
}

/**
 * A reason for standard output, which may hold no more of a file than its path: what its header says is told where it is a
 * term of the standard, since a device lets anything be typed there.
 */
export function withDefinedTerms(reason: Reason): Reason {
  const terms = termsOf[reason.code]
  const found = reason.parameters['found']
  if (!terms || typeof found !== 'string' || found === '' || terms.has(found.toUpperCase())) return reason
  return { ...reason, parameters: { ...reason.parameters, found: 'another' } }
}
