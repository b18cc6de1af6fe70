import { modalityTerms, viewPositionTerms } from '#shared/defined-terms.ts'

/**
 * What the kept code strings may say, by tag: a name in capitals is a code string too. A value that is none of these is
 * removed, of several values that one emptied.
 */
const terms: ReadonlyMap<number, ReadonlySet<string> | RegExp> = new Map<number, ReadonlySet<string> | RegExp>([
  [0x00080005, /^(ISO[_ ]IR[_ ]\d{1,3}|ISO 2022 IR \d{1,3}|GB18030|GBK|)$/],
  [
    0x00080008,
    words(`ORIGINAL DERIVED PRIMARY SECONDARY AXIAL LOCALIZER VOLUME PROJECTION_IMAGE PROJECTION MPR MIP M P R I M_SE M_FFE M_IR
      SE FFE IR PHASE_MAP ADC DIFFUSION PERFUSION NONE MIXED MIXED_SE AVERAGE STATIC DYNAMIC GATED WHOLE_BODY RECON_TOMO TOMO EMISSION
      TRANSMISSION OTHER SINGLE_PLANE BIPLANE_A BIPLANE_B LEFT RIGHT PORTAL SIMULATOR DRR BLANK FLUENCE RADIOGRAPH NORM DIS2D DIS3D
      RESAMPLED REFORMATTED MAXIMUM MINIMUM MEDIAN MEAN SUM SUBTRACTION FILTERED SCREEN_SAVE LABEL OVERVIEW THUMBNAIL
      FUNCTIONAL ANGIO CARDIAC CARDIAC_GATED CARDRESP_GATED RESP_GATED ATTENUATION DIXON WATER FAT`),
  ],
  [0x00080060, modalityTerms],
  [0x00080064, words('DV DI DF WSD SD SI DRW SYN')],
  [0x00080068, words('FOR_PROCESSING FOR_PRESENTATION')],
  [
    0x00180015,
    words(`ABDOMEN ABDOMENPELVIS ADRENAL ANKLE ANUS AORTA ARM AXILLA BACK BILEDUCT BLADDER BRACHIALPLEXUS BRAIN BREAST BRONCHUS BUTTOCK
      CALCANEUS CALF CAROTID CEREBELLUM CERVIX CHEEK CHEST CHESTABDOMEN CHESTABDPELVIS CIRCLEOFWILLIS CLAVICLE COCCYX COLON CORNEA
      CORONARYARTERY CSPINE CTSPINE DUODENUM EAR ELBOW ESOPHAGUS EXTREMITY EYE EYELID FACE FEMUR FINGER FOOT FOREARM GALLBLADDER
      HAND HEAD HEADNECK HEART HIP HUMERUS ILEUM ILIUM IAC JAW JEJUNUM JOINT KIDNEY KNEE LARYNX LEG LIVER LSPINE LSSPINE LUNG MANDIBLE
      MAXILLA MEDIASTINUM MOUTH NECK NECKCHEST NECKCHESTABDOMEN NECKCHESTABDPELV NOSE ORBIT OVARY PANCREAS PAROTID PATELLA PELVIS PENIS
      PHARYNX PROSTATE RADIUS RECTUM RIB SACRUM SCALP SCAPULA SCROTUM SELLA SHOULDER SIJOINT SKULL SPINE SPLEEN SSPINE STERNUM STOMACH
      TESTIS THIGH THORAX THUMB THYMUS THYROID TLSPINE TMJ TOE TONGUE TRACHEA TSPINE UTERUS ULNA VAGINA WHOLEBODY WRIST ZYGOMA
      PHANTOM`),
  ],
  [
    0x00185100,
    words('HFP HFS HFDR HFDL FFP FFS FFDR FFDL LFP LFS RFP RFS AFDR AFDL AFP AFS PFDR PFDL PFP PFS SITTING'),
  ],
  [0x00185101, viewPositionTerms],
  [0x00189004, words('PRODUCT RESEARCH SERVICE')],
  [0x00200020, /^[APRLHF]{0,3}$/],
  [0x00200060, words('R L')],
  [0x00200062, words('R L U B')],
  [
    0x00280004,
    words(`MONOCHROME1 MONOCHROME2 PALETTE_COLOR RGB HSV ARGB CMYK YBR_FULL YBR_FULL_422 YBR_PARTIAL_422 YBR_PARTIAL_420 YBR_ICT
      YBR_RCT XYB`),
  ],
  [0x00280301, words('YES NO')],
  [0x00280a02, words('GEOMETRY FIDUCIAL')],
  [0x00281040, words('LIN LOG DISP')],
  [0x00281056, words('LINEAR LINEAR_EXACT SIGMOID')],
  [0x00282110, words('00 01')],
  [0x00282114, /^(ISO_\d{4,5}_\d{1,2}[A-Z]?|)$/],
  [0x20500020, words('IDENTITY INVERSE')],
])

function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/))
}

/** The code strings of a value that may stay, the others emptied; `undefined` where none may, or the tag has no terms. */
export function definedTerms(tag: number, text: string): string | undefined {
  const known = terms.get(tag)
  if (known === undefined) return undefined
  const values = text.split('\\').map((value) => value.trim())
  const isTerm = (value: string) =>
    known instanceof RegExp ? known.test(value) : value === '' || known.has(value.replaceAll(' ', '_'))
  const kept = values.map((value) => (isTerm(value) ? value : ''))
  return kept.some((value, i) => value !== '' || values[i] === '') ? kept.join('\\') : undefined
}
