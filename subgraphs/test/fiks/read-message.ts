import { createHash } from 'node:crypto'
import {
  type IdentifierProfile,
  isAllowed,
  type PersonIdentifier,
  parsePersonIdentifier,
} from '../../../schema/scalars/person-identifier.ts'
import { readResultText } from '../domain/result-text.ts'
import type { Outcome, ResultState, TestMethod, TestTables } from '../store/tables.ts'
import { parseInstant } from './parse-instant.ts'

type Row = TestTables['test.result']
export type Aside = { readonly id: string; readonly reason: 'no usable identity number' | 'no time' | 'no finding' }

type Finding = { readonly text: string; readonly name: string; readonly status: string; readonly outcome: Outcome }

/** One message of Fiks prøvesvar as the register keeps it, or why not. Its text decides, and only where it is known in full. */
export function readMessage(message: Readonly<Record<string, unknown>>, profile: IdentifierProfile): Row | Aside {
  const meldingId = textOf(message.meldingId)
  const id = toUuid(meldingId)
  const parsed = parsePersonIdentifier(textOf(message.fodselsnummer))
  if (!parsed || !isAllowed(parsed, profile)) return { id, reason: 'no usable identity number' }
  // The single look-up of the same interface spells it without its second t.
  const received = parseInstant(textOf(message.mottattdato ?? message.mottattdao))
  if (!received) return { id, reason: 'no time' }
  const all = findingsOf(message.funn)
  const { findings, others } = aboutTheVirus(all)
  const [finding] = findings
  if (!finding) return { id, reason: 'no finding' }
  const laboratory = textOf(message.labHerId)
  return {
    result_id: id,
    sample_id: toUuid(`${laboratory} ${textOf(message.provenummer) || meldingId} ${parsed.value}`),
    person_identifier: parsed.value as PersonIdentifier,
    method: methodOf(findings),
    outcome: outcomeOf(findings),
    state: stateOf(textOf(message.meldingsstatus), findings, others),
    result_text: findings
      .map(({ text }) => text)
      .join('; ')
      .slice(0, 500),
    // Where the time of receipt stands in for it, nobody knows when the sample was taken.
    sampled_at:
      message.mottattdatoBruktSomProvedato === true ? null : (parseInstant(textOf(message.provedato)) ?? null),
    received_at: received,
    device_id: null,
    test_name: finding.name || null,
    laboratory_her_id: laboratory || null,
    laboratory_name: textOf(message.labNavn) || null,
    performer_number: null,
    performer_name: null,
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' || typeof value === 'number' ? String(value) : '')

function findingsOf(funn: unknown): readonly Finding[] {
  return (Array.isArray(funn) ? funn : []).map((one: Record<string, unknown>) => {
    const text = textOf(one.resultat)
    return { text, name: textOf(one.kodebeskrivelse), status: textOf(one.status), outcome: readResultText(text) }
  })
}

const isAntibody = ({ name }: Finding) => /\b(igg|igm)\b|antistoff/i.test(name)
/** Which virus it is, not whether there is one. */
const isOfVariant = ({ name }: Finding) => /variant|mutasjon|sekvens|genotyp|linje/i.test(name)
const namesVirus = ({ name }: Finding) => /sars|cov|korona|corona/i.test(name)

/**
 * A message can tell of more than one test. How somebody stands is judged by the findings that are about the virus itself:
 * those that name it, or name nothing; where none does, by all but antibodies; where there are only those, by them.
 */
function aboutTheVirus(all: readonly Finding[]): { findings: readonly Finding[]; others: readonly Finding[] } {
  const current = all.filter(one => !isAntibody(one))
  const itself = current.filter(one => !isOfVariant(one) && (namesVirus(one) || one.name === ''))
  const findings = [itself, current, all].find(some => some.length > 0) ?? []
  return { findings, others: all.filter(one => !findings.includes(one)) }
}

/** One positive finding is enough; negative is what all findings say, and nothing less. */
function outcomeOf(findings: readonly Finding[]): Outcome {
  const outcomes = new Set(findings.map(({ outcome }) => outcome))
  if (outcomes.has('POSITIVE')) return 'POSITIVE'
  const [first = 'UNKNOWN'] = outcomes
  return outcomes.size === 1 ? first : outcomes.has('UNKNOWN') ? 'UNKNOWN' : 'INCONCLUSIVE'
}

const isUnfinished = (status: string) => /^(foreløpig|førebels|i prosess$)/i.test(status)

/** A report may be preliminary for what else it is waiting for: then the findings' own states tell. */
function stateOf(status: string, findings: readonly Finding[], others: readonly Finding[]): ResultState {
  const isOfOthers = others.some(other => isUnfinished(other.status)) && findings.every(({ status }) => status !== '')
  const words = findings.map(finding => finding.status)
  if (!isOfOthers) words.push(status)
  if (words.some(isUnfinished)) return 'PRELIMINARY'
  return [status, ...words].some(word => /^revidert$/i.test(word)) ? 'CORRECTED' : 'FINAL'
}

function methodOf(findings: readonly Finding[]): TestMethod {
  if (findings.every(isAntibody)) return 'ANTIBODY'
  return findings.some(({ name }) => /antigen|hurtigtest/i.test(name)) ? 'RAT' : 'NAAT'
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** The id itself where it is a UUID; otherwise one made of it, the same every time (RFC 9562 §5.8). */
function toUuid(text: string): string {
  if (uuid.test(text)) return text.toLowerCase()
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
