import { str } from 'envalid'
import type { KeyRingParts } from './key-ring.ts'

/** The variables that say where the signing keys are: a ring's file, or one key with its certificate. */
export function signerVariables({ SIGNER_RING_FILE }: NodeJS.ProcessEnv) {
  const none = str({ default: '' })
  const ofOneKey = SIGNER_RING_FILE ? none : str()
  return { SIGNER_RING_FILE: none, SIGNER_KEY_FILE: ofOneKey, SIGNER_CERTIFICATE_FILE: ofOneKey }
}

type Read = { readonly [Name in keyof ReturnType<typeof signerVariables>]: string }

/** @throws Error when both ways are named */
export function toSignerSource(read: Read): KeyRingParts['source'] {
  const { SIGNER_RING_FILE: file, SIGNER_KEY_FILE: keyFile, SIGNER_CERTIFICATE_FILE: certificateFile } = read
  if (!file) return { keyFile, certificateFile }
  if (keyFile || certificateFile) {
    throw new Error(
      'SIGNER_RING_FILE takes the place of SIGNER_KEY_FILE and SIGNER_CERTIFICATE_FILE: set one or the other',
    )
  }
  return { file }
}
