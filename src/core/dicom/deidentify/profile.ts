/**
 * What becomes of an attribute under the Basic Application Level Confidentiality Profile (PS3.15 Table E.1-1), with dates
 * moved: `keep` is for what describes the picture and is not in the table, or is a time; whatever is not named here is
 * removed, which is the table's X and the answer to every private and unknown attribute.
 */
type Action = 'keep' | 'uid' | 'empty' | 'patient' | 'accession' | 'date'
export type Rule = { readonly action: Action; readonly vr: string }

/** The edition whose rows were compared with this list, one by one: of them it keeps only times, under the dates option. */
export const tableEdition = 'PS3.15 2024b Table E.1-1'

const rows: Readonly<Record<Action, Readonly<Record<string, string>>>> = {
  keep: {
    CS: `00080005 00080008 00080060 00080064 00080068 00180015 00180020 00180021 00180023 00185100 00185101 00200020 00200060 00200062 00280004
      00280301 00281040 00281056 00282110 00282114 00189004 00280a02 20500020 30040002 30040004
      3004000a`,
    UI: '00080016',
    IS: '00180091 00200011 00200012 00200013 00201002 00280008 00280034 00181150 00181151 00181152 00181153',
    DS: `00180050 00180060 00180080 00180081 00180082 00180088 00180093 00181110 00181111 00181114 00181164 00181063 00181065 00200032 00200037 00201041
      00280030 00281050 00281051 00281052 00281053 00282112 00182010 3004000c 3004000e`,
    US: `00280002 00280003 00280006 00280010 00280011 00280014 00280100 00280101 00280102 00280103`,
    SS: '00281041',
    xs: `00280106 00280107 00280120 00280121 00281101 00281102 00281103 00283002`,
    OW: '00281201 00281202 00281203 00281221 00281222 00281223 00283006',
    UL: '00209157',
    AT: '00209165 00209167 00280009',
    OV: '7fe00001 7fe00002',
    LO: '00281054',
    TM: '00080030 00080031 00080032 00080033',
    SQ: `52009229 52009230 00289110 00209113 00209116 00289132 00289145 00209111 00209221 00209222 00283000 00283010
      20500010`,
  },
  uid: {
    UI: `00080014 00080018 0020000d 0020000e 00200052 00200200 00209161 00209164 00281199 00281214 00083010`,
  },
  empty: {
    DA: '00100030',
    CS: '00100040 00180022',
    PN: '00080090',
    SH: '00200010',
    LO: '00080070 00201040',
    SQ: '00400555',
  },
  patient: { PN: '00100010', LO: '00100020' },
  accession: { SH: '00080050' },
  date: { DA: '00080020 00080021 00080022 00080023', DT: '0008002a' },
}

const actions = ['keep', 'uid', 'empty', 'patient', 'accession', 'date'] as const

/** The rules by tag. */
export const rules: ReadonlyMap<number, Rule> = new Map(
  actions.flatMap((action) =>
    Object.entries(rows[action]).flatMap(([vr, tags]) =>
      tags.split(/\s+/).map((tag) => [Number.parseInt(tag, 16), { action, vr }] as const),
    ),
  ),
)
