import { createPrivateKey, hkdfSync } from 'node:crypto'
import {
  CertificateRefusal,
  createIssuer,
  GateFailure,
  inspectUnverified,
  openCertificate,
  openDomesticCertificate,
  toQrSvg,
} from '../../subgraphs/certificate/dcc/index.ts'
import { createFileSigner } from '../../subgraphs/certificate/signers/file-signer.ts'
import { readTrustedSigners } from '../../subgraphs/certificate/verification/trusted-signers.ts'
import { FactsUnreadable, readFacts, usualEnd } from './read-facts.ts'

/** Where the tool reads and writes: its tests have another place than the terminal. */
export type Desk = {
  /** A file's text, or what comes in when there is no file. */
  read(file: string | undefined): Promise<string>
  write(file: string, text: string): Promise<void>
  /** One line of the answer, on standard output. */
  print(line: string): void
  /** Anything else, on standard error. */
  remark(line: string): void
  now(): Date
}

/** Done and good; refused; could not be tried at all. */
export const exitCodes = { good: 0, refused: 1, unusable: 2 } as const
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes]

/** Input that the tool can do nothing with. The message is for whoever typed it. */
export class Unusable extends Error {
  override name = 'Unusable'
}

/** A file of one line ends in a line feed, which no certificate has; a space is a character of base45 and stays. */
const withoutLineEnd = (text: string) => text.replace(/\r?\n$/, '')

export async function decode(desk: Desk, { file }: { file?: string | undefined }): Promise<ExitCode> {
  const text = withoutLineEnd(await desk.read(file))
  try {
    desk.print(JSON.stringify({ verified: false, ...inspectUnverified(text) }, null, 2))
    desk.remark('Decoded only. Nothing was verified: anybody may have written this.')
    return exitCodes.good
  } catch (error) {
    if (!(error instanceof CertificateRefusal)) throw error
    desk.remark(`This cannot be decoded: ${error.reason}`)
    return exitCodes.refused
  }
}

type VerifyOptions = {
  readonly file?: string | undefined
  readonly trust: readonly string[]
  readonly at?: Date | undefined
}

export async function verify(desk: Desk, { file, trust, at }: VerifyOptions): Promise<ExitCode> {
  const signers = (await Promise.all(trust.map(path => readTrust(desk, path)))).flat()
  const text = withoutLineEnd(await desk.read(file))
  try {
    const open = text.startsWith('NO1:') ? openDomesticCertificate : openCertificate
    await open(text, signers, () => at ?? desk.now())
    desk.print('valid')
    return exitCodes.good
  } catch (error) {
    if (!(error instanceof CertificateRefusal)) throw error
    desk.print(`refused ${error.reason}`)
    return exitCodes.refused
  }
}

async function readTrust(desk: Desk, path: string) {
  const text = await desk.read(path)
  try {
    return readTrustedSigners(text)
  } catch (cause) {
    throw new Unusable(`${path} is no list of document signers: ${(cause as Error).message}`, { cause })
  }
}

type IssueOptions = {
  readonly file?: string | undefined
  readonly key: string
  readonly certificate: string
  readonly uvciKey?: string | undefined
  readonly qr?: string | undefined
  readonly until?: Date | undefined
  readonly at?: Date | undefined
  readonly country: string
  readonly issuer: string
}

export async function issue(desk: Desk, options: IssueOptions): Promise<ExitCode> {
  const { file, country, issuer: issuerName, qr } = options
  const [privateKey, certificate] = [await desk.read(options.key), await desk.read(options.certificate)]
  const signer = readSigner({ privateKey, certificate })
  const uvciKey = options.uvciKey
    ? Buffer.from(withoutLineEnd(await desk.read(options.uvciKey)), 'base64')
    : keyOfIds(privateKey)
  const now = options.at ?? desk.now()
  const issuer = createIssuer({ signerFor: () => signer, clock: () => now, country, issuerName, uvciKey })
  try {
    const facts = readFacts(await desk.read(file))
    const { hc1 } = await issuer.issue(facts, options.until ?? usualEnd(facts, now))
    if (qr) await desk.write(qr, toQrSvg(hc1))
    desk.print(hc1)
    return exitCodes.good
  } catch (error) {
    if (error instanceof FactsUnreadable) throw new Unusable(error.message, { cause: error })
    if (!(error instanceof GateFailure)) throw error
    desk.remark(`These facts make no certificate: ${error.rule} (gate «${error.gate}»)`)
    return exitCodes.refused
  }
}

function readSigner(pem: { readonly privateKey: string; readonly certificate: string }) {
  try {
    return createFileSigner(pem)
  } catch (cause) {
    throw new Unusable('The key and the certificate cannot sign: PEM, P-256, and of each other', { cause })
  }
}

/** The same signing key gives an event the same certificate id, with no second secret to keep for a tool. */
function keyOfIds(privateKey: string): Uint8Array {
  const secret = createPrivateKey(privateKey).export({ type: 'pkcs8', format: 'der' })
  return new Uint8Array(hkdfSync('sha256', secret, '', 'certificate ids', 32))
}
