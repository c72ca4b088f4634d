import type { Outcome, ResultState, TestMethod } from '../../subgraphs/test/store/tables.ts'
import { type Day, dayOf } from './calendar.ts'
import { eventId } from './event-id.ts'
import { dayIn, type Life, laterBy, numberOn, workingHour } from './life.ts'
import type { Random } from './random.ts'
import type { Row } from './rows.ts'

type Result = Row<'test.result'>
type Text = readonly [bokmal: string, nynorsk: string]

const same = (...texts: readonly string[]): Text[] => texts.map(text => [text, text])

/** What laboratories write, the usual first. */
const texts: Record<Outcome, readonly Text[]> = {
  POSITIVE: same('Positivt', 'Påvist', 'SARS-CoV-2 påvist', 'Svakt positivt'),
  NEGATIVE: [['Negativt', 'Negativt'], ['Ikke påvist', 'Ikkje påvist'], ...same('Negativ')],
  INCONCLUSIVE: [...same('Inkonklusivt'), ['Usikkert', 'Usikkert']],
  UNKNOWN: [
    ['Se kommentar', 'Sjå kommentar'],
    ['Se vedlegg', 'Sjå vedlegg'],
  ],
}

/** Laboratories of our own invention; no HER-id of a real one. */
const laboratories = [
  { herId: '901001', name: 'Mikrobiologi Øst' },
  { herId: '901002', name: 'Mikrobiologi Sør' },
  { herId: '901003', name: 'Mikrobiologi Vest' },
  { herId: '901004', name: 'Mikrobiologi Midt' },
  { herId: '901005', name: 'Mikrobiologi Nord' },
  { herId: '901006', name: 'Fjordlaboratoriet' },
  { herId: '901007', name: 'Privatlaboratoriet Løvås' },
] as const

/** Rapid tests by their device id in the EU value set covid-19-lab-test-manufacturer-and-name. */
export const rapidTests = [
  { deviceId: '1232', name: 'Abbott Rapid Diagnostics, Panbio COVID-19 Ag Rapid Test' },
  { deviceId: '1604', name: 'Roche (SD BIOSENSOR), SARS-CoV-2 Rapid Antigen Test' },
  { deviceId: '1162', name: 'Nal von minden GmbH, NADAL COVID-19 Ag Test' },
  { deviceId: '1173', name: 'CerTest Biotec, CerTest SARS-CoV-2 Card test' },
] as const

/** What was used, and what answered: a device on the spot, or a laboratory. */
export function analysedBy(method: TestMethod, random: Random) {
  const device = random.pickCommonFirst(rapidTests)
  const laboratory = random.pick(laboratories)
  return method === 'RAT'
    ? { device_id: device.deviceId, test_name: device.name, laboratory_her_id: null, laboratory_name: null }
    : {
        device_id: null,
        test_name: method === 'NAAT' ? 'SARS-CoV-2 (PCR)' : 'SARS-CoV-2 (IgG)',
        laboratory_her_id: laboratory.herId,
        laboratory_name: laboratory.name,
      }
}

type Sample = { readonly sampled: Date; readonly method: TestMethod; readonly outcome: Outcome }
type Report = { readonly state: ResultState; readonly outcome: Outcome; readonly afterMinutes: number }

const testingFrom = dayOf('2020-06-01')
const testingDays = dayOf('2022-04-30') - testingFrom
const rapidTestsFrom = dayOf('2021-03-01')
const recentShare = 0.07
const unclear = ['INCONCLUSIVE', 'UNKNOWN'] as const

/** The tests of the pandemic, those behind the infections, and some of the last two weeks. */
export function resultsOf(life: Life, random: Random): Result[] {
  const results: Result[] = []
  let samples = 0
  for (const sample of samplesOf(life, random)) {
    const id = eventId(life.personId, 'sample', samples++, random.word(), random.word())
    for (const report of reportsOf(sample, random)) {
      const result_id = eventId(life.personId, 'result', results.length, random.word(), random.word())
      const received_at = laterBy(report.afterMinutes, sample.sampled, life.now)
      if (!received_at) break
      results.push({
        result_id,
        sample_id: id,
        person_identifier: numberOn(life, dayIn(sample.sampled)),
        method: sample.method,
        outcome: report.outcome,
        state: report.state,
        result_text: random.pickCommonFirst(texts[report.outcome])[life.writesNynorsk ? 1 : 0],
        sampled_at: random.chance(0.015) ? null : sample.sampled,
        received_at,
        ...analysedBy(sample.method, random),
        performer_number: life.kommune.organisation,
        performer_name: `${life.kommune.name} kommune, teststasjon`,
      })
    }
  }
  return results
}

function samplesOf(life: Life, random: Random): Sample[] {
  const samples: Sample[] = []
  const add = (day: Day, unclearShare: number) => {
    const outcome = random.chance(unclearShare) ? random.pick(unclear) : 'NEGATIVE'
    const isRapid = outcome === 'NEGATIVE' && day >= rapidTestsFrom && random.chance(0.18)
    const isAlive = day > life.birth && day <= life.lastDay
    if (isAlive) samples.push({ sampled: workingHour(random, day), method: isRapid ? 'RAT' : 'NAAT', outcome })
  }
  // More and more of them until the spring of 2022.
  for (let left = Math.floor(random.fraction() ** 2 * 4); left > 0; left--) {
    add(testingFrom + Math.floor(Math.sqrt(random.fraction()) * testingDays), 0.007)
  }
  for (const { sampled, confirmedBy } of life.infections) {
    samples.push({ sampled, method: confirmedBy, outcome: 'POSITIVE' })
  }
  if (random.chance(recentShare)) add(dayIn(life.now) - random.below(14), 0.02)
  const tested = life.travel?.tested
  if (tested && !tested.isPositive) samples.push({ sampled: tested.sampled, method: 'NAAT', outcome: 'NEGATIVE' })
  return samples
}

/** Now and then a preliminary answer comes first, and now and then a final one is corrected. */
function reportsOf({ method, outcome }: Sample, random: Random): Report[] {
  if (method === 'RAT') return [{ state: 'FINAL', outcome, afterMinutes: random.between(15, 60) }]
  const afterMinutes = random.between(240, 2_400)
  const final: Report = { state: 'FINAL', outcome, afterMinutes }
  const point = random.fraction()
  if (point < 0.03) return [{ state: 'PRELIMINARY', outcome, afterMinutes: afterMinutes >> 1 }, final]
  if (point > 0.004 + 0.03) return [final]
  const corrected: Report = { state: 'CORRECTED', outcome, afterMinutes: afterMinutes + random.between(60, 2_000) }
  return [{ ...final, outcome: 'INCONCLUSIVE' }, corrected]
}
