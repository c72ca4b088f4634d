import 'reflect-metadata'
import { Random } from '../../../local/population/random.ts'
import { trustSigner } from '../../../subgraphs/certificate/dcc/index.ts'
import { norwegianRules } from '../../../subgraphs/certificate/verification/norway.ts'
import { VerificationQuery } from '../../../subgraphs/certificate/verification/resolver.ts'
import { createRuleBook } from '../../../subgraphs/certificate/verification/rule-book.ts'
import { createVerify, type Verified } from '../../../subgraphs/certificate/verification/verify.ts'
import { forger } from '../../certificate/dcc/forgery.ts'
import { now } from '../../certificate/dcc/issuing.ts'
import { numberOption } from '../options.ts'
import { progress, type Report, rounded } from '../report.ts'
import { aHostileInput, genuine } from './hostile-inputs.ts'

/*
 * `verifyCertificate`, resolver and all, over inputs made to break it. It must answer every one of them with a finding,
 * never throw, call nothing valid that no trusted signer signed, and take neither long nor ever more memory. The n-th
 * input follows from the seed and n alone.
 */
type Business = { readonly country: string; readonly at?: Date }

const trust = [trustSigner(forger.trusted.certificate)]
const query = new VerificationQuery()
/** The machine code is ready by then, and the heap as large as it gets. */
const warmUp = 20_000

function someBusiness(random: Random): Business | null {
  if (random.chance(0.3)) return null
  const at = new Date(Date.parse('2021-06-01') + random.below(800) * 86_400_000)
  const country = random.pick(['NO', 'NX', 'SE', '', 'no', '__proto__'])
  return random.chance(0.5) ? { country, at } : { country }
}

const contentOf = (shown: Verified['shown']) => JSON.stringify([shown?.payload, shown?.issuedAt, shown?.expiresAt])

/** Verifies, and keeps what was shown: the resolver's answer has it in other words. */
function createFuzzed() {
  let latest: Verified | undefined
  const verify = createVerify({
    trust: () => trust,
    rules: createRuleBook(norwegianRules),
    isRevoked: async () => false,
  })
  const services = {
    verify: async (...parameters: Parameters<typeof verify>) => {
      latest = await verify(...parameters)
      return latest
    },
  }
  return async (text: string, business: Business | null) => {
    latest = undefined
    const context = { services, now, locale: 'nb' } as unknown as Parameters<typeof query.verifyCertificate>[2]
    const answer = await query.verifyCertificate(text, business, context)
    return { answer, shown: (latest as Verified | undefined)?.shown }
  }
}

/** Beyond these an input has found something, whether or not it was answered. */
const mostMs = 500
const mostGrowthMb = 400

/** What a run may not find. */
export function isBroken(found: {
  readonly crashes: number
  readonly acceptedForgeries: number
  readonly slowestMs: number
  readonly rssGrowthMb: number
}): boolean {
  const { crashes, acceptedForgeries, slowestMs, rssGrowthMb } = found
  return crashes + acceptedForgeries > 0 || slowestMs > mostMs || rssGrowthMb > mostGrowthMb
}

type Tally = { readonly reasons: Map<string, number>; crashes: number; forgeries: number; slowestMs: number }

export async function benchFuzz(options: readonly string[]): Promise<Report> {
  const count = numberOption(options, 'inputs', 1_000_000)
  const seed = numberOption(options, 'seed', 1)
  const fuzzed = createFuzzed()
  const signed = new Set<string>()
  for (const text of genuine) signed.add(contentOf((await fuzzed(text, null)).shown))
  const tally: Tally = { reasons: new Map(), crashes: 0, forgeries: 0, slowestMs: 0 }
  const tell = (what: string, index: number, text: string) =>
    progress(`${what}: input ${index} of seed ${seed}: ${JSON.stringify(text.slice(0, 400))}`)

  let rssBefore = 0
  let rssMost = 0
  for (let index = 0; index < count; index++) {
    const random = new Random(seed, 1, index)
    const { text, mayPass } = aHostileInput(random)
    const business = someBusiness(random)
    const began = process.threadCpuUsage().user
    try {
      const { answer, shown } = await fuzzed(text, business)
      const reason = answer.reason ?? 'valid'
      tally.reasons.set(reason, (tally.reasons.get(reason) ?? 0) + 1)
      if (answer.isValid && !mayPass && !signed.has(contentOf(shown))) {
        tally.forgeries++
        tell('ACCEPTED A FORGERY', index, text)
      }
    } catch (error) {
      tally.crashes++
      tell(`CRASH ${(error as Error).stack}`, index, text)
    }
    // CPU time: how long the machine did something else says nothing of the input.
    if (index >= warmUp) tally.slowestMs = Math.max(tally.slowestMs, (process.threadCpuUsage().user - began) / 1000)
    if (index === warmUp) rssBefore = process.memoryUsage.rss()
    if (index % 10_000 === 0) rssMost = Math.max(rssMost, process.memoryUsage.rss())
    if (index % 100_000 === 99_999)
      progress(`${index + 1} of ${count}, ${tally.crashes} crashes, ${tally.forgeries} forgeries`)
  }
  const found = {
    crashes: tally.crashes,
    acceptedForgeries: tally.forgeries,
    slowestMs: rounded(tally.slowestMs),
    rssGrowthMb: rounded(Math.max(0, rssMost - rssBefore) / 1e6),
  }
  if (isBroken(found)) process.exitCode = 1
  return {
    name: 'fuzz',
    rows: [...tally.reasons].sort(([, a], [, b]) => b - a).map(([finding, inputs]) => ({ finding, inputs })),
    ratios: { inputs: count, ...found },
  }
}
