import { expect, test } from 'vitest'
import { toLoggableError } from '../../schema/loggable-error.ts'

test('a log gets name, text, code, stack and causes, and nothing that drivers hang on errors', () => {
  const driver = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (identifier)=(10915596784)',
    parameters: ['10915596784'],
  })
  const loggable = toLoggableError(new Error('the registry did not take it', { cause: driver }))
  expect(loggable).toMatchObject({
    name: 'Error',
    message: 'the registry did not take it',
    cause: { message: 'duplicate key', code: '23505' },
  })
  expect(JSON.stringify(loggable)).not.toContain('10915596784')
})

test.each([
  ['in its text', new Error('no person 10915596784 here')],
  ['in the text of its cause', new Error('no', { cause: new Error('person 10915596784') })],
  ['thrown as a text', 'person 10915596784'],
])('an identity number %s is masked', (_, thrown) => {
  expect(JSON.stringify(toLoggableError(thrown))).not.toMatch(/\d{11}/)
})

test.each([
  ['a certificate', 'String cannot represent a non string value: ["HC1:NCFOXN%TSMAHN-H/O4:*"]', /NCFOXN/],
  ['a certificate id', 'no urn:uvci:01:no:VAK/EM6L3DZUL3XDB9J78#4 here', /EM6L3/],
])('%s in a text is masked', (_, message, secret) => {
  expect(JSON.stringify(toLoggableError(new Error(message)))).not.toMatch(secret)
})

test('a cause that is its own cause ends', () => {
  const error: Error & { cause?: unknown } = new Error('loop')
  error.cause = error
  expect(JSON.stringify(toLoggableError(error)).length).toBeLessThan(20_000)
})
