import { createHash } from 'node:crypto'
import { buildSchema } from 'graphql'
import { describe, expect, test } from 'vitest'
import { audiences } from '../../../gateway/policy/audiences.ts'
import { createDocuments } from '../../../gateway/policy/operation/read-document.ts'
import { createTrustedDocuments, type DocumentReference } from '../../../gateway/policy/trusted-documents.ts'

const idOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`
const known = '{ a }'
const deep = `{ ${'b { '.repeat(20)} a ${'}'.repeat(20)} }`

function register(texts: readonly string[], requiresTrustedDocuments = false) {
  const audience = { ...audiences['first-party'], requiresTrustedDocuments }
  const documents = createDocuments({
    schema: buildSchema('type Query { a: Int b: Query }'),
    costModel: { weights: new Map(), lists: new Map(), weighsInputs: false },
    audience,
    isIntrospectable: false,
  })
  return createTrustedDocuments(Object.fromEntries(texts.map(text => [idOf(text), text])), { documents, audience })
}

test('documents that do not fit the schema or the limits are named at registration, with the reason', () => {
  const { size, refused } = register([known, '{ c }', '{ ...f } fragment f on Query { ...f }', '{', deep])
  expect(size).toBe(1)
  expect(refused).toEqual([
    { id: idOf('{ c }'), reason: 'Cannot query field "c" on type "Query".' },
    { id: idOf('{ ...f } fragment f on Query { ...f }'), reason: 'Cannot spread fragment "f" within itself.' },
    { id: idOf('{'), reason: expect.stringContaining('Syntax Error') },
    { id: idOf(deep), reason: expect.stringContaining('depth 20 > 12') },
  ])
})

test('a manifest whose ids are not the digests of its texts stops the start', () => {
  const documents = { read: () => ({ stage: 'parse' as const, errors: [] }), find: () => undefined }
  const audience = audiences['first-party']
  expect(() => createTrustedDocuments({ [idOf('{ a }')]: '{ b }' }, { documents, audience })).toThrow('another text')
})

describe('where only trusted documents are run', () => {
  const { textOf } = register([known], true)
  test.each<[string, DocumentReference, string]>([
    ['another query is refused', { query: '{ b { a } }' }, 'DOCUMENT_REQUIRED'],
    [
      'another query with its digest is refused',
      { query: '{ b { a } }', sha256Hash: idOf('{ b { a } }').slice(7) },
      'DOCUMENT_REQUIRED',
    ],
    ['an unknown id is refused', { documentId: idOf('{ b { a } }') }, 'DOCUMENT_UNKNOWN'],
    ['nothing at all is refused', {}, 'BAD_REQUEST'],
  ])('%s', (_, reference, code) => {
    expect(() => textOf(reference)).toThrow(expect.objectContaining({ code }))
  })

  test('a trusted one is run by its id, and by its whole text', () => {
    expect([textOf({ documentId: idOf(known) }), textOf({ query: known })]).toEqual([known, known])
  })
})
