import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import fc from 'fast-check'
import schema from '../../../schema/code-lists/eu/dcc-schema-1.3.3.json' with { type: 'json' }
import { type LocalDate, localDate } from '../../../schema/scalars/local-date.ts'
import { type Facts, GateFailure, type Holder } from '../../../subgraphs/certificate/dcc/index.ts'
import {
  type Decision,
  decideRecovery,
  decideTests,
  decideVaccination,
} from '../../../subgraphs/certificate/domain/index.ts'
import { gatesOfFacts } from '../../../subgraphs/certificate/resolvers/answer.ts'
import { verifyElsewhere } from '../../certificate/dcc/elsewhere.ts'
import { anIssuer, aSigner } from '../../certificate/dcc/issuing.ts'
import { type Registered, registered } from '../../certificate/domain/arbitraries.ts'
import { numberOption } from '../options.ts'
import { progress, type Report } from '../report.ts'

/*
 * Random persons with random histories in all registries, asked about on random days: what Norway's rules give them is
 * issued through all gates, and must satisfy the EU's schema and two implementations that are not ours.
 */
type History = Registered & { readonly holder: Holder }
type Certified = { readonly facts: Facts; readonly until: Date }

const letter = fc.constantFrom(
  ...'abcdefghijklmnoprstuvyABCDEFGHIJKLMNOPRSTUVYæøåÆØÅäöüéèçñßŋđŧščžÞðłıЖиλقم',
  ' ',
  '-',
  "'",
)
const name = fc
  .tuple(fc.constantFrom(...'AÅØÆLŠĐÞŊŦ'), fc.string({ unit: letter, maxLength: 60 }))
  .map(([first, rest]) => first + rest)
const birthDate = fc
  .date({ min: new Date('1920-01-01'), max: new Date('2022-06-30'), noInvalidDate: true })
  .map((date): LocalDate => localDate(date.toISOString().slice(0, 10)))
const history: fc.Arbitrary<History> = fc
  .tuple(registered, fc.record({ familyName: name, givenName: name, birthDate }))
  .map(([facts, holder]) => ({ ...facts, holder }))

const ajv = new Ajv2020({ strict: false })
formats.default(ajv)
/** The EU's schema 1.3.3, with no property that it does not name. */
const isDcc = ajv.compile(
  JSON.parse(JSON.stringify(schema), (_, node) => (node?.properties ? { ...node, additionalProperties: false } : node)),
)

const signer = aSigner({ notBefore: new Date('2021-01-01T00:00:00Z'), notAfter: new Date('2026-01-01T00:00:00Z') })

function certifiedOf({ now, ...facts }: History): Certified[] {
  const decisions: readonly Decision<Facts>[] = [
    decideVaccination(facts, now),
    ...decideTests(facts, now).certificates,
    decideRecovery(facts, now),
  ]
  return decisions.filter(decision => decision.outcome === 'eligible')
}

/** What is wrong with a certificate that left, or undefined. */
async function faultOf(hc1: string, uvci: string, payload: object): Promise<string | undefined> {
  const read = await verifyElsewhere(hc1, signer.certificate)
  if (read.id !== uvci) return `another id: ${read.id}`
  if (!isDcc(read.dcc)) return `schema: ${JSON.stringify(isDcc.errors)}`
  if (JSON.stringify(read.dcc) !== JSON.stringify(payload)) return 'read as something else'
  return undefined
}

const without = 'history without a certificate'
const faulty = 'FAULTY: somebody else does not verify it'

export async function benchHistories(options: readonly string[]): Promise<Report> {
  const histories = numberOption(options, 'histories', 10_000)
  const seed = numberOption(options, 'seed', 1)
  const found = new Map<string, number>()
  const count = (what: string) => found.set(what, (found.get(what) ?? 0) + 1)
  for (const [index, one] of fc.sample(history, { numRuns: histories, seed }).entries()) {
    const issuer = anIssuer(signer, () => one.now)
    const certified = certifiedOf(one)
    if (certified.length === 0) count(without)
    for (const { facts, until } of certified) {
      const issued = await issuer.issue(facts, until).catch(error => {
        if (!(error instanceof GateFailure && gatesOfFacts.has(error.gate))) throw error
        count(`refused, for ${error.rule} (${error.gate})`)
        return undefined
      })
      if (!issued) continue
      count(`certificate: ${facts.kind}`)
      const fault = await faultOf(issued.hc1, issued.uvci, issued.payload).catch(String)
      if (fault === undefined) continue
      count(faulty)
      progress(`history ${index} of seed ${seed}, ${facts.kind}: ${fault}`)
    }
    if (index % 1_000 === 999) progress(`${index + 1} of ${histories} histories`)
  }
  if (found.has(faulty)) process.exitCode = 1
  const certificates = [...found].filter(([what]) => what.startsWith('certificate')).map(([, times]) => times)
  return {
    name: 'histories',
    rows: [...found].sort().map(([what, times]) => ({ what, times })),
    ratios: {
      histories,
      certificates: certificates.reduce((sum, times) => sum + times, 0),
      faulty: found.get(faulty) ?? 0,
    },
  }
}
