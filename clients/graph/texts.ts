import type { Texts } from '../language/language.ts'

/** How the graph answered, for people. What a register says itself comes from the graph, in words of its own. */
export const texts = {
  asking: { nb: 'Henter opplysninger …', nn: 'Hentar opplysningar …', en: 'Fetching …', se: 'Viežžá dieđuid …' },
  noAnswerTitle: {
    nb: 'Vi fikk ikke hentet opplysningene',
    nn: 'Vi fekk ikkje henta opplysningane',
    en: 'We could not fetch your data',
  },
  noAnswer: {
    nb: 'Det kan være nettet ditt, eller tjenesten. Det betyr ikke at ingenting er registrert om deg.',
    nn: 'Det kan vere nettet ditt, eller tenesta. Det tyder ikkje at ingenting er registrert om deg.',
    en: 'It may be your network or the service. It does not mean that nothing is registered about you.',
  },
  tryAgain: { nb: 'Prøv igjen', nn: 'Prøv igjen', en: 'Try again', se: 'Geahččal ođđasit' },
  notFetched: {
    nb: 'Dette kunne ikke hentes nå. Det betyr ikke at ingenting er registrert.',
    nn: 'Dette kunne ikkje hentast no. Det tyder ikkje at ingenting er registrert.',
    en: 'This could not be fetched now. It does not mean that nothing is registered.',
  },
  sources: {
    nb: 'Hvor opplysningene kommer fra',
    nn: 'Kvar opplysningane kjem frå',
    en: 'Where the information comes from',
  },
  OK: { nb: 'svarte', nn: 'svarte', en: 'answered' },
  EMPTY: { nb: 'har ingenting registrert', nn: 'har ingenting registrert', en: 'has nothing registered' },
  UNAVAILABLE: { nb: 'svarte ikke', nn: 'svarte ikkje', en: 'did not answer' },
  TIMEOUT: { nb: 'svarte ikke i tide', nn: 'svarte ikkje i tide', en: 'did not answer in time' },
  ERROR: { nb: 'svarte med feil', nn: 'svarte med feil', en: 'answered with an error' },
  REFUSED: { nb: 'ga ikke tilgang', nn: 'gav ikkje tilgang', en: 'gave no access' },
  updated: { nb: 'oppdatert {when}', nn: 'oppdatert {when}', en: 'updated {when}' },
  cancelled: {
    nb: 'Du avbrøt innloggingen. Ingen er logget inn.',
    nn: 'Du avbraut innlogginga. Ingen er logga inn.',
    en: 'You cancelled the sign-in. Nobody is signed in.',
  },
  refused: {
    nb: 'Innloggingen kunne ikke fullføres. Den må begynne og slutte i samme nettleser, innen en halv time. Start på nytt.',
    nn: 'Innlogginga kunne ikkje fullførast. Ho må byrje og slutte i same nettlesar, innan ein halv time. Start på nytt.',
    en: 'The sign-in could not be completed. It must begin and end in the same browser, within half an hour. Start again.',
  },
  unavailable: {
    nb: 'Innloggingen svarer ikke akkurat nå. Prøv igjen om litt.',
    nn: 'Innlogginga svarer ikkje akkurat no. Prøv igjen om litt.',
    en: 'The sign-in does not answer right now. Try again shortly.',
  },
} as const satisfies Texts
