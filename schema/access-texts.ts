import type { Area, Basis, CallerKind, Purpose } from './access.ts'
import type { LocalText } from './scalars/locale.ts'

/*
 * What areas, bases and purposes are called where people read about them. A basis or purpose without its text does not
 * compile.
 */

export const areaNames: Readonly<Record<Area, LocalText>> = {
  identity: {
    nb: 'navn og andre opplysninger i Folkeregisteret',
    nn: 'namn og andre opplysningar i Folkeregisteret',
    en: 'name and other details in the National Population Register',
  },
  vaccinations: { nb: 'vaksiner', nn: 'vaksinar', en: 'vaccinations' },
  tests: { nb: 'prøvesvar', nn: 'prøvesvar', en: 'test results' },
  recoveries: { nb: 'gjennomgått sykdom', nn: 'gjennomgått sjukdom', en: 'past infections' },
  certificates: { nb: 'koronasertifikater', nn: 'koronasertifikat', en: 'COVID certificates' },
  entries: { nb: 'innreiser', nn: 'innreiser', en: 'entries into Norway' },
  consents: { nb: 'personverninnstillinger', nn: 'personverninnstillingar', en: 'privacy settings' },
  insight: {
    nb: 'oversikten over hvem som har sett opplysningene',
    nn: 'oversikta over kven som har sett opplysningane',
    en: 'the overview of who has seen the data',
  },
}

/** Why it was allowed: a relation between people, or a rule of law. */
export const basisTexts: Readonly<Record<Basis, LocalText>> = {
  self: {
    nb: 'Innsyn i egne opplysninger (pasient- og brukerrettighetsloven § 5-1, helseregisterloven § 24)',
    nn: 'Innsyn i eigne opplysningar (pasient- og brukarrettslova § 5-1, helseregisterlova § 24)',
    en: 'Insight into one’s own data (Patients’ and Users’ Rights Act § 5-1, Health Registries Act § 24)',
  },
  parent: {
    nb: 'Foreldreansvar for barnet (pasient- og brukerrettighetsloven § 3-4)',
    nn: 'Foreldreansvar for barnet (pasient- og brukarrettslova § 3-4)',
    en: 'Parental responsibility for the child (Patients’ and Users’ Rights Act § 3-4)',
  },
  fullmakt: {
    nb: 'Fullmakt som du selv har gitt',
    nn: 'Fullmakt som du sjølv har gitt',
    en: 'A power of attorney (fullmakt) that you gave yourself',
  },
  'tildelt-fullmakt': {
    nb: 'Fullmakt som er tildelt for en som ikke kan gi den selv',
    nn: 'Fullmakt som er tildelt for ein som ikkje kan gi ho sjølv',
    en: 'A power of attorney (fullmakt) assigned for somebody who cannot give one',
  },
  helsehjelp: {
    nb: 'Nødvendig for å gi helsehjelp (pasientjournalloven § 19)',
    nn: 'Nødvendig for å gi helsehjelp (pasientjournallova § 19)',
    en: 'Needed to provide health care (Patient Records Act § 19)',
  },
  emergency: {
    nb: 'Øyeblikkelig hjelp: sperringer ble satt til side',
    nn: 'Augeblikkeleg hjelp: sperringar vart sette til side',
    en: 'Emergency care: restrictions were set aside',
  },
  'attested-desk-visit': {
    nb: 'Fremmøte i skranken, der identiteten ble kontrollert',
    nn: 'Frammøte i skranken, der identiteten vart kontrollert',
    en: 'A visit to the desk, where identity was checked',
  },
  'covid-19-forskriften-5b': {
    nb: 'Covid-19-forskriften § 5 b: innreiseregisteret',
    nn: 'Covid-19-forskrifta § 5 b: innreiseregisteret',
    en: 'COVID-19 Regulations § 5 b: the entry register',
  },
  'covid-19-forskriften-5c': {
    nb: 'Covid-19-forskriften § 5 c: utlevering fra innreiseregisteret',
    nn: 'Covid-19-forskrifta § 5 c: utlevering frå innreiseregisteret',
    en: 'COVID-19 Regulations § 5 c: disclosure from the entry register',
  },
  'smittevernloven-3-6': {
    nb: 'Smittevernloven § 3-6: smittesporing',
    nn: 'Smittevernlova § 3-6: smittesporing',
    en: 'Communicable Diseases Act § 3-6: contact tracing',
  },
  'helseberedskapsloven-2-4': {
    nb: 'Helseberedskapsloven § 2-4: beredskapsregister',
    nn: 'Helseberedskapslova § 2-4: beredskapsregister',
    en: 'Health Preparedness Act § 2-4: preparedness register',
  },
  'registry-owner': {
    nb: 'Den som eier innstillingen, eller behandler data for eieren',
    nn: 'Den som eig innstillinga, eller behandlar data for eigaren',
    en: 'Whoever owns the privacy setting, or processes data for the owner',
  },
}

export const purposeTexts: Readonly<Record<Purpose, LocalText>> = {
  'own-insight': { nb: 'Innsyn', nn: 'Innsyn', en: 'Insight' },
  treatment: {
    nb: 'Behandling og annen helsehjelp',
    nn: 'Behandling og anna helsehjelp',
    en: 'Treatment and other care',
  },
  emergency: { nb: 'Øyeblikkelig hjelp', nn: 'Augeblikkeleg hjelp', en: 'Emergency care' },
  quarantine: {
    nb: 'Oppfølging av karantene etter innreise',
    nn: 'Oppfølging av karantene etter innreise',
    en: 'Follow-up of quarantine after entry',
  },
  'contact-tracing': { nb: 'Smittesporing', nn: 'Smittesporing', en: 'Contact tracing' },
  'control-centre': {
    nb: 'Kontroll ved kontrollsenteret for innreisende',
    nn: 'Kontroll ved kontrollsenteret for innreisande',
    en: 'Checks by the control centre for travellers',
  },
  'labour-inspection': { nb: 'Tilsyn fra Arbeidstilsynet', nn: 'Tilsyn frå Arbeidstilsynet', en: 'Labour inspection' },
  'desk-print': {
    nb: 'Utskrift av koronasertifikat i skranken',
    nn: 'Utskrift av koronasertifikat i skranken',
    en: 'Printing a COVID certificate at the desk',
  },
  'privacy-administration': {
    nb: 'Å følge samtykker og reservasjoner',
    nn: 'Å følgje samtykke og reservasjonar',
    en: 'Following consents and reservations',
  },
}

/** In what capacity somebody asked. */
export const callerKindNames: Readonly<Record<CallerKind, LocalText>> = {
  citizen: { nb: 'innbygger', nn: 'innbyggjar', en: 'citizen' },
  'health-personnel': { nb: 'helsepersonell', nn: 'helsepersonell', en: 'health personnel' },
  clerk: { nb: 'saksbehandler', nn: 'saksbehandlar', en: 'case worker' },
  machine: { nb: 'datasystem', nn: 'datasystem', en: 'computer system' },
}
