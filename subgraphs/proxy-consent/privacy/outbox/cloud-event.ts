import { createHmac } from 'node:crypto'
import { keyObjectOf } from '../../../../schema/seal.ts'
import type { Definition } from '../catalogue/definition.ts'
import type { StoredChange } from '../store/settings.ts'

/** A change as subscribers are told of it: CloudEvents 1.0, JSON format. No health data and no identity number. */
export type ChangeEvent = {
  readonly specversion: '1.0'
  /** The same however often it is told: what was seen before is known again by it. */
  readonly id: string
  readonly source: string
  readonly type: string
  /** The citizen, under a pseudonym that this party alone is given. */
  readonly subject: string
  readonly time: string
  readonly datacontenttype: 'application/json'
  /** CloudEvents «sequence» extension: counts without a gap within a definition. */
  readonly sequence: string
  readonly data: {
    readonly definition: string
    readonly partKode: string
    readonly kind: Definition['kind']
    readonly isActive: boolean
    readonly awaitsConfirmation: boolean
    readonly until: string | null
    /** PVK’s `sekvensnummer`: counts within one citizen’s setting. */
    readonly sequenceNumber: number
    readonly position: number
    readonly decidedAt: string
    readonly madeBy: StoredChange['madeBy']
  }
}

const source = 'urn:helsegraf:proxy-consent'
const type = 'no.nhn.pvk.privacy-setting.changed.v1'
const sequenceDigits = 16

/** Stable for a citizen’s setting, whatever becomes of her number; another for each party, so that two cannot compare. */
export function pseudonymFor(key: Uint8Array, partKode: string, settingNumber: number): string {
  return createHmac('sha256', keyObjectOf(key))
    .update(`privacy ${partKode} ${settingNumber}`)
    .digest()
    .subarray(0, 16)
    .toString('base64url')
}

export function toCloudEvent(change: StoredChange, definition: Definition, pseudonymKey: Uint8Array): ChangeEvent {
  const { guid, kind, party } = definition
  return {
    specversion: '1.0',
    id: `${guid}:${change.position}`,
    source,
    type,
    subject: pseudonymFor(pseudonymKey, party.partKode, change.number),
    time: change.changedAt.toISOString(),
    datacontenttype: 'application/json',
    sequence: String(change.position).padStart(sequenceDigits, '0'),
    data: {
      definition: guid,
      partKode: party.partKode,
      kind,
      isActive: change.isActive,
      awaitsConfirmation: change.awaitsConfirmation,
      until: change.until,
      sequenceNumber: change.sequence,
      position: change.position,
      decidedAt: change.decidedAt.toISOString(),
      madeBy: change.madeBy,
    },
  }
}
