import { displayOf, type ValueSetName } from '../../../schema/code-lists/eu-value-sets.ts'
import { inLanguage, type Locale } from '../../../schema/scalars/locale.ts'
import { type Dcc, type Issued, toQrModules } from '../dcc/index.ts'
import { type TextKey, texts } from './texts.ts'

/** Norway's forms: signed and without a QR code (May 2021), and as the EU has it (June 2021). */
export type PdfVersion = 'V1' | 'V4'

/** A text and the language it is in, for those who have it read to them. */
export type Said = { readonly text: string; readonly language: string }

/** One line of a certificate; the label is in the reader's language, and in English beside it. */
export type Row = { readonly label: Said; readonly english: Said | undefined; readonly value: Said }

export type Section = { readonly heading: Said; readonly rows: readonly Row[] }

/** What is printed, and nothing of how. */
export type Sheet = {
  /** BCP 47. */
  readonly language: string
  readonly title: string
  readonly country: string
  readonly kind: Said
  readonly name: Said
  /** To print in place of the name where the font lacks a letter of it. */
  readonly passportName: string
  readonly sections: readonly Section[]
  readonly qr: {
    readonly heading: string
    readonly alt: string
    readonly modules: readonly (readonly boolean[])[]
  } | null
  readonly notes: readonly string[]
  readonly page: string
  readonly createdAt: Date
}

export type SheetOrder = {
  readonly issued: Pick<Issued, 'kind' | 'hc1' | 'payload' | 'issuedAt' | 'expiresAt'>
  readonly version: PdfVersion
  readonly locale: Locale
}

const tags = { nb: 'nb-NO', nn: 'nn-NO', en: 'en-GB', se: 'se-NO' } as const

/** Puts a certificate on paper: what was signed, in words. Whatever is printed is read from the payload that was signed. */
export function toSheet({ issued, version, locale }: SheetOrder, now: Date): Sheet {
  const { kind, payload, hc1 } = issued
  const { language } = inLanguage(texts.title, locale)
  const write = createWriter(language)
  const [ofKind, ofCertificate, ofQr] = rowsOf(issued, write)
  const { nam, dob } = payload
  const isV1 = version === 'V1'
  return {
    language: tags[language],
    title: write.text(isV1 ? 'titleV1' : 'title'),
    country: language === 'en' ? texts.country.en : `${write.text('country')} / ${texts.country.en}`,
    kind: write.said(kind),
    // A name is in no language.
    name: write.plain([nam.fn, nam.gn].filter(Boolean).join(', ')),
    passportName: [nam.fnt, nam.gnt].filter(Boolean).join('<<'),
    sections: [
      {
        heading: write.said('holder'),
        rows: [write.row('passportName', [nam.fnt, nam.gnt].filter(Boolean).join('<<')), write.row('birthDate', dob)],
      },
      { heading: write.said(kind), rows: ofKind },
      { heading: write.said('certificate'), rows: isV1 ? ofCertificate : [...ofCertificate, ofQr] },
    ],
    qr: isV1 ? null : { heading: write.text('qrHeading'), alt: write.text('qrAlt'), modules: toQrModules(hc1) },
    notes: [
      ...(language === locale ? [] : [write.text('fallback')]),
      write.text(isV1 ? 'noteV1' : 'noteQr'),
      write.text('noteTravel'),
      write.text('notePrinter'),
    ],
    page: write.text('page'),
    createdAt: now,
  }
}

type Writer = ReturnType<typeof createWriter>

function createWriter(language: Locale) {
  const tag = tags[language]
  const text = (key: TextKey, values: Readonly<Record<string, string>> = {}) =>
    inLanguage(texts[key], language).text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
  const plain = (value: string): Said => ({ text: value, language: tag })
  const english = (value: string): Said => ({ text: value, language: tags.en })
  return {
    text,
    plain,
    said: (key: TextKey) => plain(text(key)),
    row: (label: TextKey, value: string | Said): Row => ({
      label: plain(text(label)),
      english: language === 'en' ? undefined : english(texts[label].en),
      value: typeof value === 'string' ? plain(value) : value,
    }),
    /** The names of the EU's value sets are English. */
    code: (set: ValueSetName, value: string): Said => english(displayOf(set, value) ?? value),
  }
}

/** What the certificate is about, what it is itself, and for how long its QR code can be read. */
function rowsOf(
  { payload, issuedAt, expiresAt }: SheetOrder['issued'],
  write: Writer,
): readonly [readonly Row[], readonly Row[], Row] {
  const entry = payload.v?.[0] ?? payload.t?.[0] ?? payload.r?.[0]
  if (!entry) throw new Error('a certificate without content was issued')
  return [
    [write.row('disease', write.text('covid19')), ...rowsOfContent(payload, write)],
    [
      write.row('issuer', { text: entry.is, language: tags.en }),
      write.row('identifier', entry.ci),
      write.row('issuedAt', inOslo(issuedAt)),
    ],
    write.row('expiresAt', inOslo(expiresAt)),
  ]
}

function rowsOfContent({ v, t, r }: Dcc, write: Writer): readonly Row[] {
  if (v) {
    const [dose] = v
    return [
      write.row('prophylaxis', write.code('prophylaxis', dose.vp)),
      write.row('product', write.code('product', dose.mp)),
      write.row('manufacturer', write.code('manufacturer', dose.ma)),
      write.row('dose', write.text('doseOf', { dose: String(dose.dn), doses: String(dose.sd) })),
      write.row('givenOn', dose.dt),
      write.row('countryOfVaccination', write.code('country', dose.co)),
    ]
  }
  if (t) {
    const [sample] = t
    return [
      write.row('testType', write.code('testType', sample.tt)),
      ...(sample.nm ? [write.row('testName', sample.nm)] : []),
      ...(sample.ma ? [write.row('device', write.code('testDevice', sample.ma))] : []),
      write.row('sampledAt', inOslo(new Date(sample.sc))),
      write.row('result', write.code('testResult', sample.tr)),
      ...(sample.tc ? [write.row('centre', sample.tc)] : []),
      write.row('countryOfTest', write.code('country', sample.co)),
    ]
  }
  const [found] = r ?? []
  if (!found) return []
  return [
    write.row('firstPositive', found.fr),
    write.row('validFrom', found.df),
    write.row('validUntil', found.du),
    write.row('countryOfTest', write.code('country', found.co)),
  ]
}

/** `2021-06-30 14:05 UTC+2`: read alike in all of Europe (ISO 8601), with the zone it is in. */
function inOslo(instant: Date): string {
  const parts = osloTime.formatToParts(instant)
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find(one => one.type === type)?.value ?? ''
  const zone = part('timeZoneName').replace('GMT', 'UTC')
  return `${part('year')}-${part('month')}-${part('day')} ${part('hour')}:${part('minute')} ${zone}`
}

const osloTime = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Oslo',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'shortOffset',
})
