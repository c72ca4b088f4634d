import type { Dcc } from '../../../subgraphs/certificate/dcc/index.ts'
import type { SheetOrder } from '../../../subgraphs/certificate/pdf/sheet.ts'

export const now = new Date('2021-11-22T09:30:00Z')

const common = {
  co: 'NO',
  is: 'Norwegian Institute of Public Health',
  tg: '840539006',
  ci: 'URN:UVCI:01:NO:VAK/TR2JXQSG4KKSVWBGP',
} as const
export const entries = {
  vaccination: {
    v: [{ ...common, dn: 3, dt: '2021-11-17', ma: 'ORG-100030215', mp: 'EU/1/20/1528', sd: 3, vp: '1119349007' }],
  },
  test: {
    t: [
      {
        ...common,
        sc: '2021-11-22T06:15:00Z',
        tr: '260415000',
        tt: 'LP6464-4',
        nm: 'Sanntids-PCR',
        tc: 'Ullevål teststasjon',
      },
    ],
  },
  recovery: { r: [{ ...common, fr: '2021-10-01', df: '2021-10-12', du: '2022-03-30' }] },
} as const
type Kind = keyof typeof entries

/** Characters a QR code of a certificate has: as many as asked for, the same each time. */
export function aText(length: number): string {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
  let state = 7
  const letters = Array.from({ length: length - 4 }, () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return alphabet[state % alphabet.length]
  })
  return `HC1:${letters.join('')}`
}

/** Something to print: valid by default, you name only what matters. */
export function anOrder(but: Partial<SheetOrder> & { kind?: Kind; nam?: Dcc['nam']; hc1?: string } = {}): SheetOrder {
  const { kind = 'vaccination', version = 'V4', locale = 'nb', hc1 = aText(560) } = but
  const nam = but.nam ?? { fn: 'Čállit-Đáŋŋa Sørby', gn: 'Kåre', fnt: 'CALLIT<DANNA<SOERBY', gnt: 'KAARE' }
  const payload: Dcc = { ...entries[kind], dob: '1971-07-08', nam, ver: '1.3.0' }
  const expiresAt = new Date('2022-02-19T23:00:00Z')
  return { issued: { kind, hc1, payload, issuedAt: now, expiresAt }, version, locale }
}
