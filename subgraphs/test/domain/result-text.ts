import type { Outcome } from '../store/tables.ts'

/*
 * Laboratories write results as free text (Fiks prøvesvar: «resultat»). A text is read only when every word of it is
 * known: what is left after the names of virus and test must be exactly one of the phrases below. Anything more, «se
 * kommentar» first of all, is UNKNOWN, because a reader who guesses would sooner or later guess «negative».
 */

const phrases: Readonly<Record<Exclude<Outcome, 'UNKNOWN'>, readonly string[]>> = {
  NEGATIVE: [
    'negativ',
    'negativt',
    'negative',
    'neg',
    'ikke påvist',
    'ikkje påvist',
    'ikke detektert',
    'ikkje detektert',
    'ikke funnet',
    'ikkje funne',
    'ingen påvist',
    'not detected',
    'undetected',
  ],
  POSITIVE: [
    'positiv',
    'positivt',
    'positive',
    'pos',
    'påvist',
    'detektert',
    'detected',
    'svakt positiv',
    'svakt positivt',
    'svak positiv',
    'weakly positive',
    'weak positive',
    'lavt positiv',
    'lågt positiv',
  ],
  INCONCLUSIVE: [
    'inkonklusiv',
    'inkonklusivt',
    'inkonklusive',
    'ikke konklusiv',
    'ikke konklusivt',
    'ikkje konklusiv',
    'ikkje konklusivt',
    'usikker',
    'usikkert',
    'grenseverdi',
    'gråsone',
    'inconclusive',
    'indeterminate',
    'equivocal',
    'borderline',
  ],
}

const outcomes: ReadonlyMap<string, Outcome> = new Map(
  (['NEGATIVE', 'POSITIVE', 'INCONCLUSIVE'] as const).flatMap(outcome =>
    phrases[outcome].map(phrase => [phrase, outcome] as const),
  ),
)

/** Words that name what was looked for or how, and say nothing about what was found. */
const names = new Set(
  'sars cov 2 sarscov2 cov2 covid 19 covid19 covid-19 sars-cov-2 sars-cov2 korona koronavirus coronavirus virus rna pcr naat antigen hurtigtest resultat result prøvesvar for av the'.split(
    ' ',
  ),
)

/** What a laboratory's own words say it found. Made for intake; a stored outcome is never read again from its text. */
export function readResultText(text: string): Outcome {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[.:,;()!*"«»]+/g, ' ')
    .split(/\s+/)
    .filter(word => word !== '' && !names.has(word))
  return outcomes.get(words.join(' ')) ?? 'UNKNOWN'
}
