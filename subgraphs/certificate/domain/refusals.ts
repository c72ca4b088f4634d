import type { LocalText } from '../../../schema/scalars/locale.ts'

/**
 * Every reason for not giving a certificate, in words: what is the matter and what to do next. A closed list; reasons
 * are never renamed. The texts name no person, date or product, so nothing personal can ride in them; and they say «du» to
 * nobody, for whoever reads may be the parent of the one it is about.
 */
export const refusals = {
  NO_DOSE: {
    nb: 'Vi finner ingen registrert koronavaksine. Er en dose gitt likevel, kan vaksinasjonsstedet registrere den. Er den gitt i utlandet, kan kommunen hjelpe med å etterregistrere den.',
    nn: 'Vi finn ingen registrert koronavaksine. Er ein dose gitt likevel, kan vaksinasjonsstaden registrere han. Er han gitt i utlandet, kan kommunen hjelpe med å etterregistrere han.',
    en: 'We find no COVID-19 vaccine registered. If a dose was given all the same, the place that gave it can register it. If it was given abroad, the municipality can help to register it.',
  },
  VACCINE_UNKNOWN: {
    nb: 'Vi finner ingen koronavaksine vi kjenner. Minst én vaksine er registrert med en kode vi ikke har i lista. Var det en koronavaksine, kan du be vaksinasjonsstedet rette koden.',
    nn: 'Vi finn ingen koronavaksine vi kjenner. Minst éin vaksine er registrert med ein kode vi ikkje har i lista. Var det ein koronavaksine, kan du be vaksinasjonsstaden rette koden.',
    en: 'We find no COVID-19 vaccine that we know. At least one vaccine is registered with a code that is not in our list. If it was a COVID-19 vaccine, ask the place that gave it to correct the code.',
  },
  VACCINE_NOT_RECOGNISED: {
    nb: 'Koronavaksinen som er registrert, kan ikke stå i et europeisk sertifikat. Dosen vises fortsatt blant vaksinene. Kommunen kan svare på om en annen vaksine bør tas.',
    nn: 'Koronavaksinen som er registrert, kan ikkje stå i eit europeisk sertifikat. Dosen blir framleis vist blant vaksinane. Kommunen kan svare på om ein annan vaksine bør takast.',
    en: 'The COVID-19 vaccine that is registered cannot be stated in a European certificate. The dose is still shown among the vaccines. The municipality can say whether another vaccine should be taken.',
  },
  NO_TEST: {
    nb: 'Vi finner ingen ny, negativ koronatest tatt av helsepersonell. Ta en ny test på en teststasjon. Selvtester gir ikke sertifikat.',
    nn: 'Vi finn ingen ny, negativ koronatest teken av helsepersonell. Ta ein ny test på ein teststasjon. Sjølvtestar gir ikkje sertifikat.',
    en: 'We find no recent negative COVID-19 test taken by health personnel. Take a new test at a test station. Self-tests give no certificate.',
  },
  PRELIMINARY: {
    nb: 'Laboratoriet har bare gitt et foreløpig svar. Sertifikatet kommer når det endelige svaret er klart. Prøv igjen senere.',
    nn: 'Laboratoriet har berre gitt eit førebels svar. Sertifikatet kjem når det endelege svaret er klart. Prøv igjen seinare.',
    en: 'The laboratory has only given a preliminary answer. The certificate comes when the final answer is ready. Try again later.',
  },
  RESULT_UNCLEAR: {
    nb: 'Svaret på prøven er verken klart negativt eller klart positivt. Les svaret under «Prøvesvar», eller ta en ny test.',
    nn: 'Svaret på prøva er verken klart negativt eller klart positivt. Les svaret under «Prøvesvar», eller ta ein ny test.',
    en: 'The result is neither clearly negative nor clearly positive. Read it under “Test results”, or take a new test.',
  },
  POSITIVE_RESULT: {
    nb: 'Testen er positiv, og en positiv test gir ikke testsertifikat. Følg rådene for den som er smittet. En positiv laboratorietest (PCR) kan gi sertifikat for gjennomgått covid-19 når det har gått noen dager.',
    nn: 'Testen er positiv, og ein positiv test gir ikkje testsertifikat. Følg råda for den som er smitta. Ein positiv laboratorietest (PCR) kan gi sertifikat for gjennomgått covid-19 når det har gått nokre dagar.',
    en: 'The test is positive, and a positive test gives no test certificate. Follow the advice for people who are infected. A positive laboratory test (PCR) can give a recovery certificate after some days.',
  },
  SAMPLE_TIME_UNKNOWN: {
    nb: 'Testen er registrert uten tidspunktet prøven ble tatt. Be teststedet legge det inn, eller ta en ny test.',
    nn: 'Testen er registrert utan tidspunktet prøva vart teken. Be teststaden leggje det inn, eller ta ein ny test.',
    en: 'The test is registered without the time the sample was taken. Ask the test station to add it, or take a new test.',
  },
  MISSING_DEVICE: {
    nb: 'Hurtigtesten er registrert uten hvilken test som ble brukt. Be teststedet legge det inn, eller ta en ny test.',
    nn: 'Hurtigtesten er registrert utan kva test som vart brukt. Be teststaden leggje det inn, eller ta ein ny test.',
    en: 'The rapid test is registered without saying which test was used. Ask the test station to add it, or take a new test.',
  },
  NO_CASE: {
    nb: 'Vi finner ingen påvist covid-19. Har et laboratorium gitt et positivt svar, kan legen eller kommunen si om det er meldt.',
    nn: 'Vi finn ingen påvist covid-19. Har eit laboratorium gitt eit positivt svar, kan legen eller kommunen seie om det er meldt.',
    en: 'We find no confirmed COVID-19. If a laboratory gave a positive result, the doctor or the municipality can say whether it was reported.',
  },
  NOT_CONFIRMED_BY_NAAT: {
    nb: 'Bare smitte som er påvist med laboratorietest (PCR), gir dette sertifikatet. Hurtigtest og antistoffprøve er ikke nok, men teller med når vaksinedosene regnes ut. Se om det finnes et vaksinasjonssertifikat.',
    nn: 'Berre smitte som er påvist med laboratorietest (PCR), gir dette sertifikatet. Hurtigtest og antistoffprøve er ikkje nok, men tel med når vaksinedosane blir rekna ut. Sjå om det finst eit vaksinasjonssertifikat.',
    en: 'Only an infection confirmed by a laboratory test (PCR) gives this certificate. A rapid test or an antibody test is not enough, but counts when vaccine doses are reckoned. See whether there is a vaccination certificate.',
  },
  TOO_EARLY: {
    nb: 'Det er for kort tid siden den positive prøven ble tatt. Prøv igjen den dagen som er oppgitt.',
    nn: 'Det er for kort tid sidan den positive prøva vart teken. Prøv igjen den dagen som er oppgitt.',
    en: 'The positive sample was taken too short a time ago. Try again on the day that is given.',
  },
  TOO_OLD: {
    nb: 'Prøven er for gammel til å gi et sertifikat. Ta en ny test, eller se om det finnes et vaksinasjonssertifikat.',
    nn: 'Prøva er for gammal til å gi eit sertifikat. Ta ein ny test, eller sjå om det finst eit vaksinasjonssertifikat.',
    en: 'The sample is too old to give a certificate. Take a new test, or see whether there is a vaccination certificate.',
  },
  DATE_IMPOSSIBLE: {
    nb: 'Datoen som er registrert, kan ikke stemme: Den er fram i tid eller før fødselsdatoen. Be vaksinasjonsstedet eller teststedet rette den.',
    nn: 'Datoen som er registrert, kan ikkje stemme: Han er fram i tid eller før fødselsdatoen. Be vaksinasjonsstaden eller teststaden rette han.',
    en: 'The registered date cannot be right: it is in the future or before the birth date. Ask the place of the vaccination or the test to correct it.',
  },
  NOT_CERTIFIABLE: {
    nb: 'Opplysningene i registeret oppfyller ikke EUs regler for hva som kan stå i et sertifikat. Be vaksinasjonsstedet eller teststedet kontrollere det som er registrert.',
    nn: 'Opplysningane i registeret oppfyller ikkje EU-reglane for kva som kan stå i eit sertifikat. Be vaksinasjonsstaden eller teststaden kontrollere det som er registrert.',
    en: 'What is registered does not meet the EU’s rules for what a certificate may state. Ask the place of the vaccination or the test to check what is registered.',
  },
  REVOKED: {
    nb: 'Sertifikatet er trukket tilbake, og det utstedes ikke på nytt. Ta kontakt med Helsenorge hvis det er feil.',
    nn: 'Sertifikatet er trekt tilbake, og det blir ikkje skrive ut på nytt. Ta kontakt med Helsenorge om det er feil.',
    en: 'The certificate has been revoked and is not issued again. Contact Helsenorge if this is a mistake.',
  },
  SCHEME_NOT_STARTED: {
    nb: 'Koronasertifikatet fantes ikke den dagen. Velg en senere dag.',
    nn: 'Koronasertifikatet fanst ikkje den dagen. Vel ein seinare dag.',
    en: 'There were no COVID certificates on that day. Choose a later day.',
  },
} as const satisfies Record<string, LocalText>

export type RefusalReason = keyof typeof refusals

/** In the order of the list above. */
export const refusalReasons = Object.keys(refusals) as readonly RefusalReason[]
