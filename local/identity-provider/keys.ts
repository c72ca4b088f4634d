import { randomUUID } from 'node:crypto'
import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exportJWK, generateKeyPair, type JWK } from 'jose'

/**
 * A private ES256 key that outlives restarts: made the first time, kept as `<name>.jwk.json` readable by its owner
 * alone, read from then on.
 */
export async function readOrMakeKey(directory: string, name: string): Promise<JWK> {
  const path = join(directory, `${name}.jwk.json`)
  return (await readKey(path)) ?? makeKey(directory, path)
}

/** A private key from a file somebody names. @throws where there is none */
export async function readKeyFile(path: string): Promise<JWK> {
  const key = await readKey(path)
  if (key?.kty !== 'EC' || key.crv !== 'P-256' || key.d === undefined) {
    throw new Error(`${path} is not a private key as JWK, EC on P-256`)
  }
  return key
}

async function readKey(path: string): Promise<JWK | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new Error(`the key in ${path} cannot be read; move it away and a new one is made`, { cause: error })
  }
}

async function makeKey(directory: string, path: string): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const key: JWK = { ...(await exportJWK(privateKey)), kid: randomUUID(), alg: 'ES256', use: 'sig' }
  await mkdir(directory, { recursive: true, mode: 0o700 })
  const draft = `${path}.${randomUUID()}`
  await writeFile(draft, `${JSON.stringify(key)}\n`, { mode: 0o600, flag: 'wx' })
  try {
    // A link fails where the file exists: of two processes that start at once, both use the key of the faster one.
    await link(draft, path)
    return key
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    return JSON.parse(await readFile(path, 'utf8'))
  } finally {
    await unlink(draft)
  }
}

/** What others may know of a key. */
export function publicPart({ kty, crv, x, y, kid, alg, use }: JWK): JWK {
  return {
    ...(kty && { kty }),
    ...(crv && { crv }),
    ...(x && { x }),
    ...(y && { y }),
    ...(kid && { kid }),
    ...(alg && { alg }),
    ...(use && { use }),
  }
}
