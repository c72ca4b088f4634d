import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readCommand } from '../../../local/revocation/command.ts'

const asked = ['--reason', 'lot_withdrawn', '--as', 'kari']

test.each([
  [['--uvci', 'A', '--uvci', 'B'], { kind: 'certificates', uvcis: ['A', 'B'] }],
  [['--lot', 'EW4109'], { kind: 'lot', lot: 'EW4109' }],
  [['--organisation', '999999999'], { kind: 'organisation', organisation: '999999999' }],
  [
    ['--key', 'AAAAAAAAAAA=', '--from', '2021-11-01'],
    { kind: 'key', keyId: 'AAAAAAAAAAA=', from: '2021-11-01', until: null },
  ],
])('request %j', (what, target) => {
  expect(readCommand(['request', ...what, ...asked])).toEqual({
    do: 'request',
    target,
    reason: 'LOT_WITHDRAWN',
    as: 'kari',
  })
})

test('many ids come from a file, one a line', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'hg-')), 'ids')
  await writeFile(file, 'A\nB\r\n\nC\n')
  expect(readCommand(['request', '--uvci-file', file, ...asked])).toMatchObject({ target: { uvcis: ['A', 'B', 'C'] } })
})

test.each([
  ['nothing', [], /request, approve or list/],
  ['a request for nothing', ['request', ...asked], /Name one thing/],
  ['a request for two things', ['request', '--lot', 'A', '--uvci', 'B', ...asked], /Name one thing/],
  ['a key without a time', ['request', '--key', 'A', ...asked], /since when/],
  ['no reason', ['request', '--lot', 'A', '--as', 'kari'], /--reason is one of/],
  ['a reason of one’s own', ['request', '--lot', 'A', '--as', 'kari', '--reason', 'because'], /--reason is one of/],
  ['nobody', ['request', '--lot', 'A', '--reason', 'LOT_WITHDRAWN'], /who you are/],
  ['an approval of nothing', ['approve', '--as', 'ola'], /which request/],
  ['an approval by nobody', ['approve', 'x', '--as', ' '], /who you are/],
  ['an unknown option', ['list', '--force'], /force/],
  ['one thing too many', ['approve', 'x', 'y', '--as', 'ola'], /too many/],
])('%s is refused in words', (_, argv, words) => {
  expect(() => readCommand(argv)).toThrow(words)
})
