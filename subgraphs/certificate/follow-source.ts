import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { str, url } from 'envalid'
import { Agent } from 'undici'
import type { Following } from './follow-lists.ts'
import { type BatchGateway, createGatewayReader } from './revocation/index.ts'

/** Where other countries' lists come from, as configuration says it. */
export const followVariables = {
  TRUST_LIST_FILE: str({ default: '' }),
  TRUST_ANCHOR_FILE: str({ default: '' }),
  TRUST_LIST_URL: url({ default: '' }),
  REVOCATION_GATEWAY_URL: url({ default: '' }),
  REVOCATION_GATEWAY_KEY_FILE: str({ default: '' }),
  REVOCATION_GATEWAY_CERTIFICATE_FILE: str({ default: '' }),
}

type Read = Readonly<Record<keyof typeof followVariables, string>>

/** @throws Error naming the variables that belong together */
export function toFollowing(read: Read, report: Following['report']): Following | undefined {
  const { TRUST_LIST_FILE: path, TRUST_ANCHOR_FILE: anchorFile, TRUST_LIST_URL, REVOCATION_GATEWAY_URL } = read
  if (path && !anchorFile)
    throw new Error('TRUST_LIST_FILE needs TRUST_ANCHOR_FILE: nothing in a list is believed without')
  if (!path && !TRUST_LIST_URL && !REVOCATION_GATEWAY_URL) return undefined
  return {
    file: path ? { path, anchors: readCertificates(anchorFile) } : undefined,
    url: TRUST_LIST_URL || undefined,
    gateway: REVOCATION_GATEWAY_URL ? toGateway(read) : undefined,
    report,
  }
}

function readCertificates(file: string): readonly X509Certificate[] {
  const blocks = readFileSync(file, 'utf8').match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? []
  if (blocks.length === 0) throw new Error('TRUST_ANCHOR_FILE has no certificate (PEM)')
  return blocks.map(block => new X509Certificate(block))
}

/** The gateway speaks mutual TLS: it knows its readers by their certificates. */
function toGateway(read: Read): BatchGateway {
  const { REVOCATION_GATEWAY_KEY_FILE: keyFile, REVOCATION_GATEWAY_CERTIFICATE_FILE: certificateFile } = read
  if (Boolean(keyFile) !== Boolean(certificateFile))
    throw new Error('REVOCATION_GATEWAY_KEY_FILE and REVOCATION_GATEWAY_CERTIFICATE_FILE belong together')
  const dispatcher = keyFile
    ? new Agent({ connect: { key: readFileSync(keyFile), cert: readFileSync(certificateFile) } })
    : undefined
  return createGatewayReader({ url: read.REVOCATION_GATEWAY_URL, ...(dispatcher && { dispatcher }) })
}
