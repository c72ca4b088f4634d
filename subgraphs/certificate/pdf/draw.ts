import { readFileSync } from 'node:fs'
import { findPackageJSON } from 'node:module'
import { dirname, join } from 'node:path'
import PDFDocument from 'pdfkit'
import type { Row, Said, Section, Sheet } from './sheet.ts'
import { addSignatureField } from './signature-field.ts'

// From the project's folder: the compiler copies no fonts.
const fonts = join(dirname(findPackageJSON(import.meta.url) ?? '.'), 'subgraphs/certificate/pdf/fonts')
const regular = readFileSync(join(fonts, 'NotoSans-Regular.ttf'))
const bold = readFileSync(join(fonts, 'NotoSans-Bold.ttf'))

const perMm = 72 / 25.4
const margin = 18 * perMm
/** A side of 42.4 mm is a diagonal of 60 mm: as large as the specification has it (hcert-spec §4.2: 35–60 mm). */
const qrSide = 42.4 * perMm
const gap = 14
const ink = '#000'

type Document = InstanceType<typeof PDFDocument>
type Structure = ReturnType<Document['struct']>

/**
 * Draws a sheet as a tagged PDF (PDF/UA-1), with a place for a signature. Black on white alone: it loses nothing on a
 * printer without colours.
 */
export async function draw(sheet: Sheet): Promise<Uint8Array> {
  const document = new PDFDocument({
    size: 'A4',
    margin,
    pdfVersion: '1.7',
    tagged: true,
    // Its types know the subsets for archives only.
    subset: 'PDF/UA' as 'PDF/A-1',
    lang: sheet.language,
    displayTitle: true,
    bufferPages: true,
    info: {
      Title: `${sheet.title}: ${sheet.kind.text}`,
      Author: 'Norwegian Institute of Public Health',
      CreationDate: sheet.createdAt,
    },
  })
  document.registerFont('regular', regular).registerFont('bold', bold)
  const written = collect(document)
  const root = document.struct('Document', { lang: sheet.language })
  document.addStructure(root)
  const pen = createPen(document)

  const top = pen.heading(root, sheet)
  const end = sheet.qr ? pen.qr(root, sheet.qr) : top
  pen.moveTo(Math.max(top, end))
  for (const section of sheet.sections) pen.section(root, section)
  pen.notes(root, sheet.notes)
  root.end()
  pen.pageNumbers(sheet.page)
  addSignatureField(document, sheet.createdAt)
  document.end()
  return written
}

function collect(document: Document): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = []
    document.on('data', part => parts.push(part))
    document.on('end', () => resolve(Buffer.concat(parts)))
    document.on('error', reject)
  })
}

/** Writes from the top down, each thing in its place of the structure; lines are ornaments. */
function createPen(document: Document) {
  const { width, height } = document.page
  const inner = width - 2 * margin
  const labelWidth = inner * 0.4

  const plain = (type: string, write: () => void): Structure => {
    const element = document.struct(type, {}, write)
    element.end()
    return element
  }

  function rule(): void {
    document.markContent('Artifact', { type: 'Layout' })
    document.lineWidth(0.5).strokeColor(ink)
    document
      .moveTo(margin, document.y)
      .lineTo(width - margin, document.y)
      .stroke()
    document.endMarkedContent()
    document.y += 5
  }

  /** A new page where the next thing would not fit. */
  function makeRoom(needed: number): void {
    if (document.y + needed > height - margin - 20) document.addPage()
  }

  /** @returns where the writing ended */
  function row(list: Structure, { label, english, value }: Row): void {
    const right = inner - labelWidth - 10
    const measure = (font: string, size: number, text: string, room: number) =>
      document.font(font).fontSize(size).heightOfString(text, { width: room })
    const ofLabel =
      measure('regular', 9.5, label.text, labelWidth) +
      (english ? measure('regular', 7.5, english.text, labelWidth) : 0)
    const ofValue = measure('bold', 10, printable(document, value.text), right)
    const tall = Math.max(ofLabel, ofValue)
    makeRoom(tall + 4)
    const { y } = document
    const item = document.struct('LI')
    list.add(item)
    const labels = document.struct('Lbl')
    item.add(labels)
    labels.add(
      plainSpan(label, () => {
        document.font('regular').fontSize(9.5).fillColor(ink).text(label.text, margin, y, { width: labelWidth })
      }),
    )
    if (english)
      labels.add(
        plainSpan(english, () => {
          document.font('regular').fontSize(7.5).text(english.text, margin, document.y, { width: labelWidth })
        }),
      )
    labels.end()
    const body = document.struct('LBody')
    item.add(body)
    body.add(
      plainSpan(value, () => {
        document
          .font('bold')
          .fontSize(10)
          .text(printable(document, value.text), margin + labelWidth + 10, y, { width: right })
      }),
    )
    body.end()
    item.end()
    document.y = y + tall + 4
  }

  function plainSpan({ language }: Said, write: () => void): Structure {
    return document.struct('Span', { lang: language }, write)
  }

  return {
    moveTo(y: number): void {
      document.y = y
    },

    /** Title, kind and name; the QR code stands to the right. @returns where they end */
    heading(root: Structure, { title, country, kind, name, passportName, qr }: Sheet): number {
      const room = qr ? inner - qrSide - gap : inner
      root.add(
        plain('H1', () => {
          document.font('bold').fontSize(20).fillColor(ink).text(title, margin, margin, { width: room })
        }),
      )
      root.add(
        plain('P', () =>
          document
            .font('regular')
            .fontSize(11)
            .text(country, margin, document.y + 2, { width: room }),
        ),
      )
      root.add(
        plain('P', () =>
          document
            .font('bold')
            .fontSize(14)
            .text(kind.text, margin, document.y + 10, { width: room }),
        ),
      )
      const shown = isPrintable(document, name.text) ? name.text : passportName
      root.add(
        plain('P', () =>
          document
            .font('bold')
            .fontSize(14)
            .text(shown, margin, document.y + 6, { width: room }),
        ),
      )
      return document.y + gap
    },

    /** @returns where it ends */
    qr(root: Structure, { alt, modules }: NonNullable<Sheet['qr']>): number {
      const left = width - margin - qrSide
      const described = { alt, bbox: [left, margin, left + qrSide, margin + qrSide] }
      const figure = document.struct('Figure', described, () =>
        drawModules(document, modules, { left, top: margin, side: qrSide }),
      )
      figure.end()
      root.add(figure)
      return margin + qrSide + gap
    },

    section(root: Structure, { heading, rows }: Section): void {
      makeRoom(60)
      const section = document.struct('Sect')
      root.add(section)
      document.y += 4
      section.add(
        plain('H2', () => document.font('bold').fontSize(12).text(heading.text, margin, document.y, { width: inner })),
      )
      document.y += 1
      rule()
      const list = document.struct('L')
      section.add(list)
      for (const one of rows) row(list, one)
      list.end()
      section.end()
      document.y += 4
    },

    notes(root: Structure, notes: readonly string[]): void {
      const tall = notes.reduce(
        (sum, note) => sum + document.font('regular').fontSize(9).heightOfString(note, { width: inner }) + 4,
        12,
      )
      makeRoom(tall)
      document.y += 4
      rule()
      for (const note of notes) {
        root.add(
          plain('P', () =>
            document
              .font('regular')
              .fontSize(9)
              .text(note, margin, document.y + 2, { width: inner }),
          ),
        )
      }
    },

    pageNumbers(text: string): void {
      const { count } = document.bufferedPageRange()
      for (let page = 0; page < count; page++) {
        document.switchToPage(page)
        // Below the margin nothing may begin a new page.
        document.page.margins.bottom = 0
        document.markContent('Artifact', { type: 'Pagination' })
        const shown = text.replace('{page}', String(page + 1)).replace('{pages}', String(count))
        document
          .font('regular')
          .fontSize(8)
          .text(shown, margin, height - margin, { width: inner, align: 'right', lineBreak: false })
        document.endMarkedContent()
      }
    },
  }
}

/** One rectangle for every run of dark modules, filled at once: no seams between them. */
function drawModules(
  document: Document,
  modules: readonly (readonly boolean[])[],
  { left, top, side }: { readonly left: number; readonly top: number; readonly side: number },
): void {
  const size = side / modules.length
  for (const [y, row] of modules.entries()) {
    for (let x = 0; x < row.length; ) {
      const from = x
      while (x < row.length && row[x] === row[from]) x++
      if (row[from]) document.rect(left + from * size, top + y * size, (x - from) * size, size)
    }
  }
  document.fill(ink)
}

/** The part of a PDFKit font that says which letters it has; its types leave it out. */
type OpenFont = { readonly _font: { readonly font: { hasGlyphForCodePoint(codePoint: number): boolean } } }

export function isPrintable(document: Document, text: string): boolean {
  document.font('bold')
  const { font } = (document as unknown as OpenFont)._font
  return Array.from(text).every(letter => font.hasGlyphForCodePoint(letter.codePointAt(0) ?? 0))
}

/** Letters the font lacks are shown as such, and never left out. */
function printable(document: Document, text: string): string {
  if (isPrintable(document, text)) return text
  return Array.from(text, letter => (isPrintable(document, letter) ? letter : '?')).join('')
}
