import { askGraph } from './ask-graph.ts'
import {
  type AnswerError,
  answersOf,
  type Certificate,
  type CertificateAnswer,
  type CertificatesAnswer,
  type Content,
  certificatesQuery,
  errorsOf,
  isAnswer,
  otherErrors,
  type Section,
  type Source,
  sections,
  wantsHigherLevel,
} from './certificates-query.ts'
import { type Html, html } from './html.ts'
import type { Language } from './language.ts'
import { writeCountry, writeDay, writeMoment } from './oslo-time.ts'
import type { TextKey } from './texts.ts'
import { show, textsFor, type Visit } from './visit.ts'

/** The answer of the graph, or undefined when what came is none. */
export async function askForCertificates(
  graphUrl: string,
  { token, language }: { token: string; language: Language },
): Promise<CertificatesAnswer | undefined> {
  const body = JSON.stringify({ query: certificatesQuery })
  const answer = await askGraph(graphUrl, { body, token, language })
  try {
    const parsed: unknown = JSON.parse(answer.body.toString('utf8'))
    return isAnswer(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

/** The signed-in person's certificates. A section is never just empty: it has certificates, a refusal, a reason or an error. */
export function showCertificates(visit: Visit, answer: CertificatesAnswer): void {
  const { language } = visit
  const text = textsFor(language)
  const me = answer.data?.me
  show(
    visit,
    text('certificatesTitle'),
    html`<h1>${text('certificatesTitle')}</h1>
${problems(otherErrors(answer))}
${!me && !answer.errors?.length && html`<p class="problem" role="alert">${text('notFetched')}</p>`}
${
  wantsHigherLevel(answer) &&
  html`<p class="actions"><a class="button" href="/start/sign-in?level=high">${text('higherLevel')}</a></p>`
}
${
  me &&
  facts([
    [text('name'), me.name?.full],
    [text('birthDate'), me.birthDate && writeDay(me.birthDate, language)],
  ])
}
${me && sections.map(section => showSection(answer, section, language))}
${showSources(answer.extensions?.sources ?? [], language)}`,
  )
}

function showSection(answer: CertificatesAnswer, section: Section, language: Language): Html {
  const text = textsFor(language)
  const errors = errorsOf(answer, section)
  const answers = answersOf(answer.data?.me, section)
  // Without an error, no answer means that nothing is registered (docs/design.md §4) – but only where there was an answer.
  const isKnownEmpty = answer.data?.me?.[section] !== undefined
  return html`<section aria-labelledby="${section}">
<h2 id="${section}">${text(section)}</h2>
${problems(errors)}
${answers.map(each => showAnswer(each, section, language))}
${errors.length === 0 && answers.length === 0 && html`<p>${text(isKnownEmpty ? 'nothingHere' : 'notFetched')}</p>`}
</section>
`
}

/** Each text once: a register that is down says the same about every field. */
function problems(errors: readonly AnswerError[]): readonly Html[] {
  const languageOf = new Map(errors.map(({ message, extensions }) => [message, extensions?.language]))
  return Array.from(
    languageOf,
    ([message, language]) =>
      html`<p class="problem" role="alert"${language && html` lang="${language}"`}>${message}</p>`,
  )
}

function showAnswer(answer: CertificateAnswer, section: Section, language: Language): Html {
  if (answer.__typename === 'Certificate') return showCertificate(answer, section, language)
  return html`<p class="refusal" lang="${answer.language}">${answer.text}</p>`
}

function showCertificate(
  { uvci, issuedAt, expiresAt, hc1, qr, content }: Certificate,
  section: Section,
  language: Language,
): Html {
  const text = textsFor(language)
  const headline = headlineOf(content, language)
  const side = sideOf(qr)
  const alt = text('qrAlt', { what: `${text(section)}, ${headline}` })
  return html`<article class="certificate">
<h3>${headline}</h3>
<img class="qr" src="data:image/svg+xml;base64,${Buffer.from(qr).toString('base64')}" alt="${alt}" width="${side}" height="${side}">
<div>
${facts([
  ...factsOf(content, language),
  [text('issuedAt'), writeMoment(issuedAt, language)],
  [text('expiresAt'), writeMoment(expiresAt, language)],
  [text('uvci'), html`<code>${uvci}</code>`],
])}
<details><summary>${text('hc1')}</summary><code class="signed-text">${hc1}</code></details>
</div>
</article>
`
}

/** At least this many pixels a side: a phone reads it off a screen at arm's length. */
const leastSide = 320

/** A whole number of pixels a module: an edge that falls between pixels is drawn grey, which is what scanners stumble on. */
function sideOf(svg: string): number {
  const modules = Number(/viewBox="\S+ \S+ (\d+) \1"/.exec(svg)?.[1] ?? leastSide)
  return modules * Math.ceil(leastSide / modules)
}

function headlineOf(content: Content, language: Language): string {
  const text = textsFor(language)
  switch (content.__typename) {
    case 'VaccinationContent':
      return text('doseOf', { dose: content.dose, doses: content.doses })
    case 'TestContent':
      return writeMoment(content.sampledAt, language)
    case 'RecoveryContent':
      return text('recovered')
    default:
      return content satisfies never
  }
}

type Fact = readonly [label: string, value: Html | string | null | undefined]

function factsOf(content: Content, language: Language): readonly Fact[] {
  const text = textsFor(language)
  const country: Fact = [text('country'), writeCountry(content.country, language)]
  switch (content.__typename) {
    case 'VaccinationContent':
      return [
        [text('vaccine'), nameOf(content.product)],
        [text('manufacturer'), nameOf(content.manufacturer)],
        [text('givenOn'), writeDay(content.givenOn, language)],
        country,
      ]
    case 'TestContent':
      return [
        [text('testType'), testWordOf(content.type, language)],
        [text('testResult'), testWordOf(content.result, language)],
        [text('sampledAt'), writeMoment(content.sampledAt, language)],
        [text('testingCentre'), content.testingCentre],
        country,
      ]
    case 'RecoveryContent':
      return [
        [text('firstPositiveOn'), writeDay(content.firstPositiveOn, language)],
        [text('countsFrom'), writeDay(content.validFrom, language)],
        [text('countsUntil'), writeDay(content.validUntil, language)],
        country,
      ]
    default:
      return content satisfies never
  }
}

/** The value sets are in English; a code without a name is shown as it is. */
function nameOf(coded: { readonly code: string; readonly display: string | null } | null): Html | undefined {
  return coded ? html`<span lang="en">${coded.display ?? coded.code}</span>` : undefined
}

/** The two types of test and the two results are in every language; the value sets have them in English alone. */
const testWords: Readonly<Record<string, TextKey>> = {
  'LP6464-4': 'naat',
  'LP217198-3': 'rapidTest',
  '260415000': 'notDetected',
  '260373001': 'detected',
}

function testWordOf(coded: Parameters<typeof nameOf>[0], language: Language): Html | string | undefined {
  const word = testWords[coded?.code ?? '']
  return word ? textsFor(language)(word) : nameOf(coded)
}

function facts(list: readonly Fact[]): Html {
  return html`<dl>${list.map(
    ([label, value]) =>
      value &&
      html`
<div><dt>${label}</dt><dd>${value}</dd></div>`,
  )}
</dl>`
}

const sourceTexts: Readonly<Record<string, TextKey>> = {
  OK: 'sourceOk',
  EMPTY: 'sourceEmpty',
  TIMEOUT: 'sourceSilent',
  UNAVAILABLE: 'sourceSilent',
  REFUSED: 'sourceRefused',
}

/** Which registers were asked, how they answered, and how fresh their copies are (requirements N1.1). */
function showSources(sources: readonly Source[], language: Language): Html | false {
  if (sources.length === 0) return false
  const text = textsFor(language)
  return html`<footer class="sources"><p>${text('sources')}</p><ul>${sources.map(
    ({ name, owner, status, updatedAt }) => html`
<li>${name} (${owner}): ${text(sourceTexts[status] ?? 'sourceFailed')}${updatedAt && html`, ${text('sourceAsOf', { when: writeMoment(updatedAt, language) })}`}</li>`,
  )}
</ul></footer>`
}
