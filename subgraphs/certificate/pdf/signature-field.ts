import type PDFDocument from 'pdfkit'

type Document = InstanceType<typeof PDFDocument>
type Reference = ReturnType<Document['ref']>

/** Room for a CMS of some 2 kB with its certificates, in bytes. */
export const signatureRoom = 6_144
/** Annotation flags (ISO 32000-1 table 165): hidden and locked. What is seen of the signature is nothing. */
const hiddenAndLocked = 2 + 128
/** Signature flags (table 219): there are signatures, and the file may only be added to. */
const signedAppendOnly = 3
/** What `@signpdf/signpdf` looks for and fills in. */
const unknownNumber = '**********'

/** What PDFKit keeps and its types leave out. */
type Inside = { readonly _root: Reference; readonly page: { readonly dictionary: Reference } }

/**
 * A signature field without content, written with the document itself: one revision, all of it signed. The field is
 * hidden, so it needs no place in the structure tree (PDF/UA-1 §7.18.1).
 */
export function addSignatureField(document: Document, at: Date): void {
  const { _root: root, page } = document as unknown as Inside
  const signature = document.ref({
    Type: 'Sig',
    Filter: 'Adobe.PPKLite',
    SubFilter: 'ETSI.CAdES.detached',
    ByteRange: [0, unknownNumber, unknownNumber, unknownNumber],
    Contents: Buffer.alloc(signatureRoom),
    Reason: text('COVID certificate issued'),
    M: at,
  })
  signature.end('')
  const field = document.ref({
    Type: 'Annot',
    Subtype: 'Widget',
    FT: 'Sig',
    Rect: [0, 0, 0, 0],
    V: signature,
    T: text('Signature1'),
    TU: text('Digital signature of the issuer'),
    F: hiddenAndLocked,
    P: page.dictionary,
  })
  field.end('')
  Object.assign(dataOf(page.dictionary), { Annots: [field], Tabs: 'S' })
  document.initForm()
  const { NeedAppearances: _, DA: __, ...form } = dataOf(dataOf(root).AcroForm as Reference)
  // What is filled in here needs no appearance made by the reader: that would change what was signed.
  ;(dataOf(root).AcroForm as unknown as { data: object }).data = {
    ...form,
    SigFlags: signedAppendOnly,
    Fields: [field],
  }
}

/** PDFKit writes a String object as text, a string as a name. */
function text(content: string): string {
  return new String(content) as string
}

function dataOf(reference: Reference): Record<string, unknown> {
  return (reference as unknown as { data: Record<string, unknown> }).data
}
