import type { LocalText } from '../../../schema/scalars/locale.ts'

/** Every word that is printed. On paper for Europe, English stands beside the reader's language. */
export const texts = {
  title: {
    nb: 'EUs digitale koronasertifikat',
    nn: 'EUs digitale koronasertifikat',
    en: 'EU Digital COVID Certificate',
  },
  titleV1: { nb: 'Koronasertifikat', nn: 'Koronasertifikat', en: 'COVID certificate' },
  country: { nb: 'Norge', nn: 'Noreg', en: 'Norway' },
  vaccination: { nb: 'Vaksinasjon', nn: 'Vaksinasjon', en: 'Vaccination' },
  test: { nb: 'Testresultat', nn: 'Testresultat', en: 'Test result' },
  recovery: { nb: 'Gjennomgått covid-19', nn: 'Gjennomgått covid-19', en: 'Recovery from COVID-19' },
  holder: { nb: 'Hvem sertifikatet gjelder', nn: 'Kven sertifikatet gjeld', en: 'Holder' },
  passportName: { nb: 'Navn med passbokstaver', nn: 'Namn med passbokstavar', en: 'Name in passport letters' },
  birthDate: { nb: 'Fødselsdato', nn: 'Fødselsdato', en: 'Date of birth' },
  disease: { nb: 'Sykdom', nn: 'Sjukdom', en: 'Disease' },
  covid19: { nb: 'covid-19', nn: 'covid-19', en: 'COVID-19' },
  prophylaxis: { nb: 'Type vaksine', nn: 'Type vaksine', en: 'Vaccine' },
  product: { nb: 'Vaksine', nn: 'Vaksine', en: 'Vaccine medicinal product' },
  manufacturer: { nb: 'Produsent', nn: 'Produsent', en: 'Marketing authorisation holder' },
  dose: { nb: 'Dose', nn: 'Dose', en: 'Number in a series of doses' },
  doseOf: { nb: '{dose} av {doses}', nn: '{dose} av {doses}', en: '{dose} of {doses}' },
  givenOn: { nb: 'Vaksinasjonsdato', nn: 'Vaksinasjonsdato', en: 'Date of vaccination' },
  countryOfVaccination: { nb: 'Land for vaksinasjon', nn: 'Land for vaksinasjon', en: 'Member state of vaccination' },
  testType: { nb: 'Type test', nn: 'Type test', en: 'Type of test' },
  testName: { nb: 'Navn på testen', nn: 'Namn på testen', en: 'Test name' },
  device: { nb: 'Hurtigtest', nn: 'Hurtigtest', en: 'Test manufacturer' },
  sampledAt: { nb: 'Prøven ble tatt', nn: 'Prøva vart teken', en: 'Date and time of sample collection' },
  result: { nb: 'Resultat', nn: 'Resultat', en: 'Test result' },
  centre: { nb: 'Teststed', nn: 'Teststad', en: 'Testing centre' },
  countryOfTest: { nb: 'Land for testen', nn: 'Land for testen', en: 'Member state of test' },
  firstPositive: { nb: 'Første positive test', nn: 'Første positive test', en: 'Date of first positive test' },
  validFrom: { nb: 'Gyldig fra', nn: 'Gyldig frå', en: 'Valid from' },
  validUntil: { nb: 'Gyldig til og med', nn: 'Gyldig til og med', en: 'Valid until' },
  certificate: { nb: 'Om sertifikatet', nn: 'Om sertifikatet', en: 'The certificate' },
  issuer: { nb: 'Utsteder', nn: 'Utferdar', en: 'Certificate issuer' },
  identifier: { nb: 'Sertifikat-ID', nn: 'Sertifikat-ID', en: 'Unique certificate identifier' },
  issuedAt: { nb: 'Utstedt', nn: 'Utferda', en: 'Issued' },
  expiresAt: { nb: 'Kan kontrolleres til', nn: 'Kan kontrollerast til', en: 'Can be verified until' },
  qrHeading: { nb: 'QR-kode for kontroll', nn: 'QR-kode for kontroll', en: 'QR code for verification' },
  qrAlt: {
    nb: 'QR-kode som inneholder det signerte sertifikatet. Den som kontrollerer, leser den med en app.',
    nn: 'QR-kode som inneheld det signerte sertifikatet. Den som kontrollerer, les han med ein app.',
    en: 'QR code that contains the signed certificate. Whoever verifies it reads it with an app.',
  },
  noteQr: {
    nb: 'På papir er det bare QR-koden som viser at sertifikatet er ekte. Det skal vises sammen med legitimasjon.',
    nn: 'På papir er det berre QR-koden som viser at sertifikatet er ekte. Det skal visast saman med legitimasjon.',
    en: 'On paper, only the QR code proves that the certificate is genuine. Show it together with identification.',
  },
  noteV1: {
    nb: 'Dette dokumentet er digitalt signert. Signaturen kan kontrolleres i filen, men ikke på papir. Det skal vises sammen med legitimasjon.',
    nn: 'Dette dokumentet er digitalt signert. Signaturen kan kontrollerast i fila, men ikkje på papir. Det skal visast saman med legitimasjon.',
    en: 'This document is digitally signed. The signature can be verified in the file, but not on paper. Show it together with identification.',
  },
  notePrinter: {
    nb: 'Bruk en skriver bare du har tilgang til. Felles skrivere og utskrift gjennom nettskyen kan lagre en kopi.',
    nn: 'Bruk ein skrivar berre du har tilgang til. Felles skrivarar og utskrift gjennom nettskya kan lagre ein kopi.',
    en: 'Use a printer only you have access to. Shared printers and printing through the cloud may keep a copy.',
  },
  noteTravel: {
    nb: 'Sertifikatet er ikke et reisedokument. Undersøk hvilke regler som gjelder dit du skal.',
    nn: 'Sertifikatet er ikkje eit reisedokument. Undersøk kva reglar som gjeld dit du skal.',
    en: 'This certificate is not a travel document. Check which rules apply where you are going.',
  },
  /** Said in bokmål, which is what others fall back to. */
  fallback: {
    nb: 'Sertifikatet finnes ikke på språket du har valgt, og er derfor på bokmål.',
    nn: 'Sertifikatet finst ikkje på språket du har valt, og er difor på bokmål.',
    en: 'The certificate does not exist in the language you chose, and is therefore in Norwegian.',
  },
  page: { nb: 'Side {page} av {pages}', nn: 'Side {page} av {pages}', en: 'Page {page} of {pages}' },
} as const satisfies Record<string, LocalText>

export type TextKey = keyof typeof texts
