import { readdir, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { publicPart, readOrMakeKey } from '../../../local/identity-provider/keys.ts'
import { aKeysDirectory } from './a-provider.ts'

test('a key is made once, for its owner’s eyes alone, and read from then on', async () => {
  await using directory = await aKeysDirectory()
  const inner = join(directory.path, 'made', 'here')
  const key = await readOrMakeKey(inner, 'one')
  expect(await readOrMakeKey(inner, 'one')).toEqual(key)
  expect((await readOrMakeKey(inner, 'two')).kid).not.toBe(key.kid)
  expect((await stat(join(inner, 'one.jwk.json'))).mode & 0o777).toBe(0o600)
  expect((await stat(inner)).mode & 0o777).toBe(0o700)
})

test('makers at the same time end with one key and no drafts', async () => {
  await using directory = await aKeysDirectory()
  const keys = await Promise.all(Array.from({ length: 8 }, () => readOrMakeKey(directory.path, 'one')))
  expect(new Set(keys.map(({ kid }) => kid)).size).toBe(1)
  expect(await readdir(directory.path)).toEqual(['one.jwk.json'])
})

test('a damaged key is told of by its path, and never replaced', async () => {
  await using directory = await aKeysDirectory()
  const path = join(directory.path, 'one.jwk.json')
  await writeFile(path, '{"d":"secret"')
  await expect(readOrMakeKey(directory.path, 'one')).rejects.toThrow(`the key in ${path} cannot be read`)
})

test('the public part has nothing private', async () => {
  await using directory = await aKeysDirectory()
  expect(publicPart(await readOrMakeKey(directory.path, 'one'))).not.toHaveProperty('d')
})
