import { expect, test } from 'vitest'
import { largestEvidenceBytes, readEvidence } from '../../../../subgraphs/proxy-consent/privacy/domain/evidence.ts'

const pdf = Buffer.from('%PDF-1.7\n')
const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0x00])
const jpeg = Buffer.from([0xff, 0xd8, 0xff, 0xe0])
const sized = (bytes: number) => Buffer.concat([pdf, Buffer.alloc(bytes - pdf.length)]).toString('base64')

test.each([
  ['application/pdf', pdf],
  ['image/png', png],
  ['image/jpeg', jpeg],
  ['IMAGE/JPEG', jpeg],
])('%s is taken for what it begins as', (mediaType, bytes) => {
  expect(readEvidence(mediaType, bytes.toString('base64'))).toEqual({ mediaType: mediaType.toLowerCase(), bytes })
})

test.each([
  ['a kind that is not taken', 'image/bmp', pdf.toString('base64'), 'media-type'],
  ['a picture that says it is a PDF', 'application/pdf', png.toString('base64'), 'content'],
  ['a page that says it is a picture', 'image/png', Buffer.from('<script>').toString('base64'), 'content'],
  ['nothing', 'application/pdf', '', 'encoding'],
  ['what is not base64', 'application/pdf', `${pdf.toString('base64')}!`, 'encoding'],
  ['base64 with line breaks', 'application/pdf', `JVBE\nRi0xLjcK`, 'encoding'],
  ['one byte too many', 'application/pdf', sized(largestEvidenceBytes + 1), 'size'],
])('%s is refused', (_, mediaType, content, fault) => {
  expect(readEvidence(mediaType, content)).toBe(fault)
})

test('the largest is taken', () => {
  expect(readEvidence('application/pdf', sized(largestEvidenceBytes))).toMatchObject({ mediaType: 'application/pdf' })
})
