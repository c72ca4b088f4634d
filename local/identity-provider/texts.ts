import type { LocalText } from '../../schema/scalars/locale.ts'

/** What the sign-in pages say. */
export const texts = {
  brand: { nb: 'Lokal innlogging', nn: 'Lokal innlogging', en: 'Local sign-in' },
  skip: { nb: 'Hopp til innholdet', nn: 'Hopp til innhaldet', en: 'Skip to the content' },
  languages: { nb: 'Språk', nn: 'Språk', en: 'Language' },
  title: { nb: 'Hvem vil du logge inn som?', nn: 'Kven vil du logge inn som?', en: 'Who do you want to sign in as?' },
  intro: {
    nb: 'Her står ID-porten til vanlig. Denne innloggingen finnes bare på denne maskinen, og personene er oppdiktet. Ingen passord trengs.',
    nn: 'Her står ID-porten til vanleg. Denne innlogginga finst berre på denne maskina, og personane er oppdikta. Ingen passord trengst.',
    en: 'ID-porten normally stands here. This sign-in exists on this machine only, and the people are invented. No password is needed.',
  },
  workIntro: {
    nb: 'Her står HelseID til vanlig. Denne innloggingen finnes bare på denne maskinen, og personene er oppdiktet. Ingen passord trengs.',
    nn: 'Her står HelseID til vanleg. Denne innlogginga finst berre på denne maskina, og personane er oppdikta. Ingen passord trengst.',
    en: 'HelseID normally stands here. This sign-in exists on this machine only, and the people are invented. No password is needed.',
  },
  '4': { nb: 'Nivå 4, som med BankID', nn: 'Nivå 4, som med BankID', en: 'Level 4, as with BankID' },
  '3': {
    nb: 'Nivå 3 (for lavt her)',
    nn: 'Nivå 3 (for lågt her)',
    en: 'Level 3 (too low here)',
  },
  network: { nb: 'Nettverk', nn: 'Nettverk', en: 'Network' },
  helsenett: { nb: 'Helsenettet', nn: 'Helsenettet', en: 'Helsenettet' },
  internett: { nb: 'Internett', nn: 'Internett', en: 'The internet' },
  level: { nb: 'Sikkerhetsnivå', nn: 'Tryggleiksnivå', en: 'Level of assurance' },
  high: { nb: 'Høyt, som med BankID', nn: 'Høgt, som med BankID', en: 'High, as with BankID' },
  substantial: {
    nb: 'Betydelig, som med MinID (for lavt for helseopplysninger)',
    nn: 'Betydeleg, som med MinID (for lågt for helseopplysningar)',
    en: 'Substantial, as with MinID (too low for health data)',
  },
  onlyHigh: {
    nb: 'Tjenesten krever det høyeste nivået.',
    nn: 'Tenesta krev det høgaste nivået.',
    en: 'The service requires the highest level.',
  },
  people: { nb: 'Personer', nn: 'Personar', en: 'People' },
  cancel: { nb: 'Avbryt', nn: 'Avbryt', en: 'Cancel' },
  unknownPersona: {
    nb: 'Ingen her heter det. Velg en av personene.',
    nn: 'Ingen her heiter det. Vel ein av personane.',
    en: 'Nobody here has that name. Choose one of the people.',
  },
  unknownLevel: {
    nb: 'Det sikkerhetsnivået kan ikke velges her.',
    nn: 'Det tryggleiksnivået kan ikkje veljast her.',
    en: 'That level of assurance cannot be chosen here.',
  },
  expiredTitle: { nb: 'Innloggingen er utløpt', nn: 'Innlogginga er gått ut', en: 'This sign-in has expired' },
  expired: {
    nb: 'Gå tilbake til tjenesten du kom fra, og logg inn på nytt.',
    nn: 'Gå tilbake til tenesta du kom frå, og logg inn på nytt.',
    en: 'Go back to the service you came from, and sign in again.',
  },
  errorTitle: { nb: 'Innloggingen stoppet', nn: 'Innlogginga stoppa', en: 'The sign-in stopped' },
  errorIntro: {
    nb: 'Tjenesten du kom fra, sendte noe som ikke kan godtas:',
    nn: 'Tenesta du kom frå, sende noko som ikkje kan godtakast:',
    en: 'The service you came from sent something that cannot be accepted:',
  },
  logoutTitle: { nb: 'Logg ut', nn: 'Logg ut', en: 'Sign out' },
  logout: {
    nb: 'Du er logget ut av tjenesten. Vil du logge ut av innloggingen også, så ingen kommer videre uten å velge en person på nytt?',
    nn: 'Du er logga ut av tenesta. Vil du logge ut av innlogginga òg, så ingen kjem vidare utan å velje ein person på nytt?',
    en: 'You are signed out of the service. Do you want to sign out here too, so that nobody gets on without choosing a person anew?',
  },
  logoutYes: { nb: 'Ja, logg ut', nn: 'Ja, logg ut', en: 'Yes, sign out' },
  logoutNo: { nb: 'Nei', nn: 'Nei', en: 'No' },
  loggedOutTitle: { nb: 'Du er logget ut', nn: 'Du er logga ut', en: 'You are signed out' },
  loggedOut: {
    nb: 'Du kan lukke dette vinduet.',
    nn: 'Du kan lukke dette vindauget.',
    en: 'You can close this window.',
  },
  nothingTitle: { nb: 'Her er det ingenting', nn: 'Her er det ingenting', en: 'There is nothing here' },
  nothing: {
    nb: 'Dette er den lokale innloggingen. Den åpnes av tjenesten du logger inn i.',
    nn: 'Dette er den lokale innlogginga. Ho blir opna av tenesta du loggar inn i.',
    en: 'This is the local sign-in. It is opened by the service you sign in to.',
  },
} as const satisfies Record<string, LocalText>
