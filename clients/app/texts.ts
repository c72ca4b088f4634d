import type { Texts } from '../language/language.ts'

export const texts = {
  title: { nb: 'Koronasertifikat', nn: 'Koronasertifikat', en: 'COVID certificates', se: 'Koronaduođaštus' },
  language: { nb: 'Språk', nn: 'Språk', en: 'Language', se: 'Giella' },
  intro: {
    nb: 'Hent sertifikatene dine én gang, så viser denne enheten dem også uten nett. De lagres kryptert her og ingen andre steder.',
    nn: 'Hent sertifikata dine éin gong, så viser denne eininga dei òg utan nett. Dei blir lagra kryptert her og ingen andre stader.',
    en: 'Fetch your certificates once, and this device shows them without a network too. They are stored encrypted here and nowhere else.',
  },
  signIn: { nb: 'Logg inn og hent', nn: 'Logg inn og hent', en: 'Sign in and fetch', se: 'Logge sisa' },
  signInToRenew: { nb: 'Logg inn for å fornye', nn: 'Logg inn for å fornye', en: 'Sign in to renew' },
  signOut: { nb: 'Logg ut', nn: 'Logg ut', en: 'Sign out', se: 'Logge olggos' },
  renew: { nb: 'Hent på nytt', nn: 'Hent på nytt', en: 'Fetch anew' },
  erase: {
    nb: 'Slett fra denne enheten',
    nn: 'Slett frå denne eininga',
    en: 'Delete from this device',
  },
  erased: {
    nb: 'Slettet fra denne enheten. Ingenting lagres her igjen før du ber om det.',
    nn: 'Sletta frå denne eininga. Ingenting blir lagra her igjen før du ber om det.',
    en: 'Deleted from this device. Nothing is stored here again until you ask for it.',
  },
  asking: { nb: 'Henter …', nn: 'Hentar …', en: 'Fetching …', se: 'Viežžá …' },
  offline: {
    nb: 'Uten nett. Sertifikatene er de som ble hentet sist.',
    nn: 'Utan nett. Sertifikata er dei som vart henta sist.',
    en: 'No network. The certificates are those that were fetched last.',
  },
  offlineAndEmpty: {
    nb: 'Uten nett, og ingenting er hentet til denne enheten ennå.',
    nn: 'Utan nett, og ingenting er henta til denne eininga enno.',
    en: 'No network, and nothing has been fetched to this device yet.',
  },
  signedOut: {
    nb: 'Du er logget ut. Sertifikatene er de som ble hentet sist.',
    nn: 'Du er logga ut. Sertifikata er dei som vart henta sist.',
    en: 'You are signed out. The certificates are those that were fetched last.',
  },
  checked: { nb: 'Sist kontrollert {when}.', nn: 'Sist kontrollert {when}.', en: 'Last checked {when}.' },
  removed: { nb: 'Sertifikat fjernet', nn: 'Sertifikat fjerna', en: 'Certificate removed' },
  revoked: {
    nb: 'Et sertifikat er trukket tilbake. Sertifikatet for Norge kan være fjernet med det. Hent på nytt for å få det som gjelder nå.',
    nn: 'Eit sertifikat er trekt tilbake. Sertifikatet for Noreg kan vere fjerna med det. Hent på nytt for å få det som gjeld no.',
    en: 'A certificate was revoked. The certificate for Norway may have been removed with it. Fetch anew for what holds now.',
  },
  close: { nb: 'Lukk', nn: 'Lukk', en: 'Close', se: 'Gidde' },
  none: {
    nb: 'Du har ingen sertifikater nå. På sidene dine ser du hvorfor.',
    nn: 'Du har ingen sertifikat no. På sidene dine ser du kvifor.',
    en: 'You have no certificates now. Your pages tell why.',
  },
  validUntil: { nb: 'Gyldig til {when}.', nn: 'Gyldig til {when}.', en: 'Valid until {when}.' },
  fetched: { nb: 'Hentet {when}.', nn: 'Henta {when}.', en: 'Fetched {when}.' },
  expired: {
    nb: 'Gikk ut {when}. Hent det på nytt når du har nett.',
    nn: 'Gjekk ut {when}. Hent det på nytt når du har nett.',
    en: 'Expired {when}. Fetch it anew when there is a network.',
  },
} as const satisfies Texts
