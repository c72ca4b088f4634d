import type { LocalText } from '../../../schema/scalars/locale.ts'

/**
 * Why a registered fact counted in a decision, or did not, in words. A closed list, never renamed. The texts name no
 * person, so nothing personal can ride in them.
 */
export const factNotes = {
  CERTIFIED_DOSE: {
    nb: 'Dette er den siste dosen, den sertifikatet gjelder.',
    nn: 'Dette er den siste dosen, den sertifikatet gjeld.',
    en: 'This is the latest dose, the one the certificate is about.',
  },
  DOSE_OF_SERIES: {
    nb: 'Dosen er med når vi regner ut hvilket nummer den siste dosen har.',
    nn: 'Dosen er med når vi reknar ut kva nummer den siste dosen har.',
    en: 'The dose counts when the number of the latest dose is reckoned.',
  },
  SAME_DAY: {
    nb: 'Det er registrert en dose til samme dag. Ingen får to doser på én dag, så vi regner dem som én.',
    nn: 'Det er registrert ein dose til same dagen. Ingen får to dosar på éin dag, så vi reknar dei som éin.',
    en: 'Another dose is registered on the same day. Nobody gets two in one day, so we count them as one.',
  },
  OTHER_VACCINE: {
    nb: 'Dette er ikke en vaksine mot covid-19.',
    nn: 'Dette er ikkje ein vaksine mot covid-19.',
    en: 'This is not a vaccine against COVID-19.',
  },
  VACCINE_NOT_RECOGNISED: {
    nb: 'Vaksinen har ingen kode i EUs liste, og da kan den ikke stå i et sertifikat.',
    nn: 'Vaksinen har ingen kode i EU-lista, og då kan han ikkje stå i eit sertifikat.',
    en: 'The vaccine has no code in the EU’s list, so no certificate can state it.',
  },
  VACCINE_UNKNOWN: {
    nb: 'Vaksinen er registrert med en kode vi ikke kjenner.',
    nn: 'Vaksinen er registrert med ein kode vi ikkje kjenner.',
    en: 'The vaccine is registered with a code we do not know.',
  },
  DATE_IMPOSSIBLE: {
    nb: 'Datoen er fram i tid eller før fødselsdatoen.',
    nn: 'Datoen er fram i tid eller før fødselsdatoen.',
    en: 'The date is in the future or before the birth date.',
  },
  SHORTENS_SERIES: {
    nb: 'Covid-19 kom før den første dosen. Da regnes én dose som fullvaksinert i stedet for to.',
    nn: 'Covid-19 kom før den første dosen. Då blir éin dose rekna som fullvaksinert i staden for to.',
    en: 'COVID-19 came before the first dose. Then one dose is a full vaccination instead of two.',
  },
  NO_EFFECT_ON_SERIES: {
    nb: 'Smitten endrer ikke hvor mange doser som regnes som fullvaksinert.',
    nn: 'Smitten endrar ikkje kor mange dosar som blir rekna som fullvaksinert.',
    en: 'The infection does not change how many doses a full vaccination has.',
  },
  NEGATIVE_TEST: {
    nb: 'Svaret er negativt, endelig og nytt nok.',
    nn: 'Svaret er negativt, endeleg og nytt nok.',
    en: 'The result is negative, final and recent enough.',
  },
  OTHER_SAMPLE: {
    nb: 'Dette er en annen prøve. Den får sitt eget svar.',
    nn: 'Dette er ei anna prøve. Ho får sitt eige svar.',
    en: 'This is another sample. It has an answer of its own.',
  },
  REPLACED: {
    nb: 'Et senere eller sikrere svar på samme prøve gjelder i stedet.',
    nn: 'Eit seinare eller sikrare svar på same prøva gjeld i staden.',
    en: 'A later or more certain result of the same sample takes its place.',
  },
  ANTIBODY_TEST: {
    nb: 'En antistoffprøve viser ikke om noen er smittet nå.',
    nn: 'Ei antistoffprøve viser ikkje om nokon er smitta no.',
    en: 'An antibody test does not show whether somebody is infected now.',
  },
  NOT_A_CURRENT_RESULT: {
    nb: 'Svaret er ikke nytt lenger og betyr ikke noe for sertifikatet i dag.',
    nn: 'Svaret er ikkje nytt lenger og betyr ikkje noko for sertifikatet i dag.',
    en: 'The result is no longer recent and makes no difference today.',
  },
  PRELIMINARY: {
    nb: 'Svaret er foreløpig. Vi venter på det endelige.',
    nn: 'Svaret er førebels. Vi ventar på det endelege.',
    en: 'The result is preliminary. We wait for the final one.',
  },
  RESULT_UNCLEAR: {
    nb: 'Svaret er verken klart negativt eller klart positivt.',
    nn: 'Svaret er verken klart negativt eller klart positivt.',
    en: 'The result is neither clearly negative nor clearly positive.',
  },
  POSITIVE_RESULT: { nb: 'Svaret er positivt.', nn: 'Svaret er positivt.', en: 'The result is positive.' },
  SAMPLE_TIME_UNKNOWN: {
    nb: 'Vi vet ikke når prøven ble tatt.',
    nn: 'Vi veit ikkje når prøva vart teken.',
    en: 'We do not know when the sample was taken.',
  },
  MISSING_DEVICE: {
    nb: 'Det er ikke registrert hvilken hurtigtest som ble brukt.',
    nn: 'Det er ikkje registrert kva hurtigtest som vart brukt.',
    en: 'It is not registered which rapid test was used.',
  },
  FIRST_POSITIVE: {
    nb: 'Dette er den første positive prøven i den siste smitten. Dagene telles fra den.',
    nn: 'Dette er den første positive prøva i den siste smitten. Dagane blir talde frå ho.',
    en: 'This is the first positive sample of the latest infection. Days are counted from it.',
  },
  SAME_INFECTION: {
    nb: 'Prøven er tatt så kort tid etter en tidligere positiv at den regnes som samme smitte.',
    nn: 'Prøva er teken så kort tid etter ei tidlegare positiv at ho blir rekna som same smitte.',
    en: 'The sample came so soon after an earlier positive one that it counts as the same infection.',
  },
  EARLIER_INFECTION: {
    nb: 'Det kom en ny smitte senere, og det er den siste som gjelder.',
    nn: 'Det kom ein ny smitte seinare, og det er den siste som gjeld.',
    en: 'There was another infection later, and the latest one counts.',
  },
  NOT_CONFIRMED_BY_NAAT: {
    nb: 'Smitten er ikke påvist med laboratorietest (PCR).',
    nn: 'Smitten er ikkje påvist med laboratorietest (PCR).',
    en: 'The infection was not confirmed by a laboratory test (PCR).',
  },
  TOO_EARLY: {
    nb: 'Det er for kort tid siden.',
    nn: 'Det er for kort tid sidan.',
    en: 'It is too short a time ago.',
  },
  TOO_OLD: { nb: 'Det er for lenge siden.', nn: 'Det er for lenge sidan.', en: 'It is too long ago.' },
  UNREACHABLE: {
    nb: 'Registeret svarte ikke. Uansett hva det hadde svart, ville resultatet blitt det samme.',
    nn: 'Registeret svarte ikkje. Uansett kva det hadde svart, ville resultatet blitt det same.',
    en: 'The register did not answer. Whatever it had said, the outcome would be the same.',
  },
  GIVES_GREEN: {
    nb: 'Dette gir grønt etter reglene som gjelder i dag.',
    nn: 'Dette gir grønt etter reglane som gjeld i dag.',
    en: 'This gives green by the rules of today.',
  },
  GREEN_WITHOUT: {
    nb: 'Dette trengs ikke: Noe annet gir grønt lenger.',
    nn: 'Dette trengst ikkje: Noko anna gir grønt lenger.',
    en: 'This is not needed: something else gives green for longer.',
  },
  PRODUCT_NOT_ACCEPTED: {
    nb: 'Vaksinen er ikke godkjent til bruk i Norge etter reglene som gjelder i dag.',
    nn: 'Vaksinen er ikkje godkjend til bruk i Noreg etter reglane som gjeld i dag.',
    en: 'The vaccine is not accepted in Norway by the rules of today.',
  },
  SERIES_UNFINISHED: {
    nb: 'Det mangler en dose.',
    nn: 'Det manglar ein dose.',
    en: 'A dose is missing.',
  },
  TESTS_NOT_ACCEPTED: {
    nb: 'Testresultater gir ikke grønt etter reglene som gjelder i dag.',
    nn: 'Testresultat gir ikkje grønt etter reglane som gjeld i dag.',
    en: 'Test results do not give green by the rules of today.',
  },
  INFECTED_NOW: {
    nb: 'Den positive prøven er så ny at sertifikatet er rødt.',
    nn: 'Den positive prøva er så ny at sertifikatet er raudt.',
    en: 'The positive sample is so recent that the certificate is red.',
  },
  OVERTURNED: {
    nb: 'En negativ PCR-prøve like etter viser at hurtigtesten tok feil.',
    nn: 'Ei negativ PCR-prøve like etter viser at hurtigtesten tok feil.',
    en: 'A negative PCR sample right after shows that the rapid test was wrong.',
  },
  WITHDRAWN: {
    nb: 'Sertifikatet for dette er trukket tilbake.',
    nn: 'Sertifikatet for dette er trekt tilbake.',
    en: 'The certificate of this has been withdrawn.',
  },
} as const satisfies Record<string, LocalText>

export type FactNote = keyof typeof factNotes
