import pkcs11js, { type PKCS11 } from 'pkcs11js'
import { type OpenToken, type SignDigest, TokenFailure, type TokenFault, type TokenKey } from './messages.ts'

/** An open token with a bounded pool of sessions: each works on one signature at a time, the rest wait in order. */
export type Token = {
  /** ES256 over a SHA-256 digest: r ‖ s, 64 bytes. @throws TokenFailure */
  sign(request: Pick<SignDigest, 'key' | 'digest' | 'until'>): Promise<Uint8Array>
}

const { CKF_OS_LOCKING_OK, CKF_SERIAL_SESSION, CKU_USER, CKM_ECDSA, CKO_PRIVATE_KEY, CKK_EC } = pkcs11js
const { CKA_CLASS, CKA_KEY_TYPE, CKA_LABEL, CKA_ID, CKA_EXTRACTABLE, CKA_SIGN } = pkcs11js
/** Of P-256. */
const signatureBytes = 64

/** Faults of one key or request. After any other return value the sessions are not to be trusted any more. */
const faultsOfAKey: ReadonlySet<TokenFault> = new Set(['KEY_MISSING', 'KEY_AMBIGUOUS', 'KEY_EXTRACTABLE', 'DEADLINE'])
export const isOfAKey = ({ fault }: TokenFailure) => faultsOfAKey.has(fault)

/** @throws TokenFailure MODULE_UNUSABLE, TOKEN_MISSING, PIN_REFUSED, TOKEN_FAULT */
export function openToken(place: Omit<OpenToken, 'type'>): Token {
  const module = loadModule(place.module)
  const slot = findSlot(module, place.token)
  const sessions = Array.from({ length: place.sessions }, () => module.C_OpenSession(slot, CKF_SERIAL_SESSION))
  const [first] = sessions
  if (!first) throw new TokenFailure('TOKEN_FAULT', 'no session')
  login(module, first, place.pin)
  return pool(module, sessions)
}

function loadModule(path: string): PKCS11 {
  const module = new pkcs11js.PKCS11()
  try {
    module.load(path)
    // Without this flag, signing on several sessions at once corrupts the heap of this process.
    module.C_Initialize({ flags: CKF_OS_LOCKING_OK })
  } catch (error) {
    throw new TokenFailure('MODULE_UNUSABLE', nameOf(error))
  }
  return module
}

function findSlot(module: PKCS11, label: string): Buffer {
  const slot = module.C_GetSlotList(true).find(slot => module.C_GetTokenInfo(slot).label.trimEnd() === label)
  if (!slot) throw new TokenFailure('TOKEN_MISSING')
  return slot
}

/** One login counts for all sessions of a process (PKCS#11 §5.6). */
function login(module: PKCS11, session: Buffer, pin: string): void {
  try {
    module.C_Login(session, CKU_USER, pin)
  } catch (error) {
    const name = nameOf(error)
    throw new TokenFailure(name.startsWith('CKR_PIN') ? 'PIN_REFUSED' : 'TOKEN_FAULT', name)
  }
}

type Waiting = { readonly session: (session: Buffer) => void }

function pool(module: PKCS11, sessions: readonly Buffer[]): Token {
  const idle = [...sessions]
  const waiting: Waiting[] = []
  const handles = new Map<string, Buffer>()

  const take = (): Promise<Buffer> | Buffer => idle.pop() ?? new Promise<Buffer>(session => waiting.push({ session }))

  function giveBack(session: Buffer): void {
    const next = waiting.shift()
    if (next) next.session(session)
    else idle.push(session)
  }

  function handleOf(session: Buffer, key: TokenKey): Buffer {
    const name = JSON.stringify([key.label, key.id])
    const handle = handles.get(name) ?? findKey(module, session, key)
    handles.set(name, handle)
    return handle
  }

  return {
    async sign({ key, digest, until }) {
      const session = await take()
      try {
        if (Date.now() > until) throw new TokenFailure('DEADLINE')
        module.C_SignInit(session, { mechanism: CKM_ECDSA }, handleOf(session, key))
        return await module.C_SignAsync(session, Buffer.from(digest), Buffer.alloc(signatureBytes))
      } catch (error) {
        throw error instanceof TokenFailure ? error : new TokenFailure('TOKEN_FAULT', nameOf(error))
      } finally {
        giveBack(session)
      }
    },
  }
}

function findKey(module: PKCS11, session: Buffer, { label, id }: TokenKey): Buffer {
  module.C_FindObjectsInit(session, [
    { type: CKA_CLASS, value: CKO_PRIVATE_KEY },
    { type: CKA_KEY_TYPE, value: CKK_EC },
    { type: CKA_SIGN, value: true },
    ...(label === undefined ? [] : [{ type: CKA_LABEL, value: label }]),
    ...(id === undefined ? [] : [{ type: CKA_ID, value: Buffer.from(id, 'hex') }]),
  ])
  const [found, another] = module.C_FindObjects(session, 2)
  module.C_FindObjectsFinal(session)
  if (!found) throw new TokenFailure('KEY_MISSING')
  if (another) throw new TokenFailure('KEY_AMBIGUOUS')
  const [extractable] = module.C_GetAttributeValue(session, found, [{ type: CKA_EXTRACTABLE }])
  if (Buffer.from(extractable?.value as Buffer)[0] !== 0) throw new TokenFailure('KEY_EXTRACTABLE')
  return found
}

/** The name of a PKCS#11 return value: other text of a library may quote what it was given. */
function nameOf(error: unknown): string {
  const { message = '', code } = error as { message?: string; code?: number }
  return /CKR_[A-Z0-9_]+/.exec(message)?.[0] ?? (typeof code === 'number' && code > 0 ? `0x${code.toString(16)}` : '')
}
