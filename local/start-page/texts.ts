import type { LocalText } from '../../schema/scalars/locale.ts'

/** What the pages say. Every text in bokmål, nynorsk and English; `{…}` is filled in. */
export const texts = {
  skip: { nb: 'Hopp til innholdet', nn: 'Hopp til innhaldet', en: 'Skip to the content' },
  languages: { nb: 'Språk', nn: 'Språk', en: 'Language' },
  signIn: { nb: 'Logg inn', nn: 'Logg inn', en: 'Sign in' },
  signOut: { nb: 'Logg ut', nn: 'Logg ut', en: 'Sign out' },
  toStart: { nb: 'Til forsiden', nn: 'Til framsida', en: 'To the front page' },

  startTitle: {
    nb: 'Norges helseregistre i én graf',
    nn: 'Noregs helseregister i éin graf',
    en: 'Norway’s health registries in one graph',
  },
  startIntro: {
    nb: 'Helsegraf spør Folkeregisteret, vaksinasjonsregisteret SYSVAK, MSIS-labdatabasen og MSIS i én og samme spørring, og lager EUs koronasertifikat av svarene.',
    nn: 'Helsegraf spør Folkeregisteret, vaksinasjonsregisteret SYSVAK, MSIS-labdatabasen og MSIS i ei og same spørjing, og lagar EUs koronasertifikat av svara.',
    en: 'Helsegraf asks the National Population Register, the immunisation registry SYSVAK, the MSIS laboratory database and MSIS in one and the same query, and makes EU Digital COVID Certificates of the answers.',
  },
  startLocal: {
    nb: 'Alt kjører på denne maskinen. Personene er oppdiktet, og ingenting sendes ut.',
    nn: 'Alt køyrer på denne maskina. Personane er oppdikta, og ingenting blir sendt ut.',
    en: 'Everything runs on this machine. The people are invented, and nothing leaves it.',
  },
  signInAndSee: {
    nb: 'Logg inn og se koronasertifikat',
    nn: 'Logg inn og sjå koronasertifikat',
    en: 'Sign in and see certificates',
  },
  seeCertificates: { nb: 'Se koronasertifikatene dine', nn: 'Sjå koronasertifikata dine', en: 'See your certificates' },
  webLink: { nb: 'Innbyggerens sider', nn: 'Sidene til innbyggjaren', en: 'The citizen’s pages' },
  appLink: { nb: 'Appen', nn: 'Appen', en: 'The app' },
  verifierLink: {
    nb: 'Kontroller et sertifikat',
    nn: 'Kontroller eit sertifikat',
    en: 'Verify a certificate',
  },
  docsLink: { nb: 'Dokumentasjon', nn: 'Dokumentasjon', en: 'Documentation' },
  docsAbout: {
    nb: 'for utviklere: første spørring, referanse, feilkoder (på engelsk)',
    nn: 'for utviklarar: første spørjing, referanse, feilkodar (på engelsk)',
    en: 'for developers: first query, reference, error codes',
  },
  webTitle: { nb: 'Innbyggerens sider', nn: 'Sidene til innbyggjaren', en: 'The citizen’s pages' },
  peopleTitle: {
    nb: 'Personer du kan logge inn som',
    nn: 'Personar du kan logge inn som',
    en: 'People you can sign in as',
  },
  askTitle: { nb: 'Spør selv', nn: 'Spør sjølv', en: 'Ask for yourself' },
  graphiqlLink: { nb: 'GraphiQL', nn: 'GraphiQL', en: 'GraphiQL' },
  graphiqlAbout: {
    nb: 'skriv spørringer i nettleseren, med eksempler',
    nn: 'skriv spørjingar i nettlesaren, med døme',
    en: 'write queries in the browser, with examples',
  },
  schemaLink: { nb: 'Skjemaet', nn: 'Skjemaet', en: 'The schema' },
  schemaAbout: {
    nb: 'alt det kan spørres om, som tekst',
    nn: 'alt det kan spørjast om, som tekst',
    en: 'all that can be asked, as text',
  },
  terminal: { nb: 'Fra en terminal:', nn: 'Frå ein terminal:', en: 'From a terminal:' },
  factsTitle: { nb: 'Adresser', nn: 'Adresser', en: 'Addresses' },
  factGraph: { nb: 'Grafen', nn: 'Grafen', en: 'The graph' },
  factIssuer: { nb: 'Innloggingen', nn: 'Innlogginga', en: 'The sign-in' },

  signInFirstTitle: { nb: 'Logg inn først', nn: 'Logg inn først', en: 'Sign in first' },
  signInFirst: {
    nb: 'GraphiQL spør på vegne av personen du er logget inn som.',
    nn: 'GraphiQL spør på vegner av personen du er logga inn som.',
    en: 'GraphiQL asks on behalf of the person you are signed in as.',
  },
  notFoundTitle: { nb: 'Siden finnes ikke', nn: 'Sida finst ikkje', en: 'There is nothing at this address' },
  notFound: { nb: 'Gå til forsiden.', nn: 'Gå til framsida.', en: 'Go to the front page.' },
  wrongMethodTitle: {
    nb: 'Slik kan det ikke gjøres',
    nn: 'Slik kan det ikkje gjerast',
    en: 'That cannot be done this way',
  },
  wrongMethod: {
    nb: 'Adressen tar ikke imot denne typen forespørsel.',
    nn: 'Adressa tek ikkje imot denne typen førespurnad.',
    en: 'This address does not take that kind of request.',
  },
  internalTitle: { nb: 'Noe gikk galt', nn: 'Noko gjekk gale', en: 'Something went wrong' },
  internal: {
    nb: 'Feilen er skrevet i terminalen der «npm start» kjører.',
    nn: 'Feilen er skriven i terminalen der «npm start» køyrer.',
    en: 'The error is written in the terminal where "npm start" runs.',
  },
} as const satisfies Record<string, LocalText>

export type TextKey = keyof typeof texts
