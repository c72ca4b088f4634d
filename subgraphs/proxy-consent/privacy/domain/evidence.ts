/** What an actor may keep as proof of a consent on paper. */
export const evidenceTypes = ['application/pdf', 'image/png', 'image/jpeg'] as const
export type EvidenceType = (typeof evidenceTypes)[number]

export type Evidence = { readonly mediaType: EvidenceType; readonly bytes: Buffer }

export const largestEvidenceBytes = 4 * 1024 * 1024

/** How a file of each kind begins (PDF 32000 §7.5.2, PNG §5.2, JPEG Annex B). */
const beginnings: Readonly<Record<EvidenceType, readonly number[]>> = {
  'application/pdf': [0x25, 0x50, 0x44, 0x46, 0x2d],
  'image/png': [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
  'image/jpeg': [0xff, 0xd8, 0xff],
}

export type EvidenceFault = 'media-type' | 'encoding' | 'size' | 'content'

/** Evidence as it was sent, or why it cannot be taken. What the sender says it is must be what it begins as. */
export function readEvidence(mediaType: string, content: string): Evidence | EvidenceFault {
  const known = evidenceTypes.find(type => type === mediaType.toLowerCase())
  if (!known) return 'media-type'
  if (content.length > Math.ceil(largestEvidenceBytes / 3) * 4) return 'size'
  const bytes = Buffer.from(content, 'base64')
  // Canonical only: a decoder that skips what it does not know would keep something else than was sent.
  if (bytes.length === 0 || bytes.toString('base64') !== content) return 'encoding'
  if (bytes.length > largestEvidenceBytes) return 'size'
  return beginnings[known].every((byte, at) => bytes[at] === byte) ? { mediaType: known, bytes } : 'content'
}
