import type { LocalText } from '../../../schema/scalars/locale.ts'

/** Every reason for not giving a green certificate for use in Norway, in words. A closed list, never renamed. */
export const domesticRefusals = {
  RECENT_POSITIVE: {
    nb: 'En positiv test er så ny at sertifikatet er rødt. Følg rådene for den som er smittet, og prøv igjen den dagen som er oppgitt.',
    nn: 'Ein positiv test er så ny at sertifikatet er raudt. Følg råda for den som er smitta, og prøv igjen den dagen som er oppgitt.',
    en: 'A positive test is so recent that the certificate is red. Follow the advice for people who are infected, and try again on the day that is given.',
  },
  NOT_YET: {
    nb: 'Det har gått for kort tid siden vaksinasjonen eller smitten. Prøv igjen den dagen som er oppgitt.',
    nn: 'Det har gått for kort tid sidan vaksinasjonen eller smitten. Prøv igjen den dagen som er oppgitt.',
    en: 'The vaccination or infection was too short a time ago. Try again on the day that is given.',
  },
  NO_BASIS: {
    nb: 'Vi finner ingen vaksine, test eller gjennomgått covid-19 som gir grønt etter reglene som gjelder i dag.',
    nn: 'Vi finn ingen vaksine, test eller gjennomgått covid-19 som gir grønt etter reglane som gjeld i dag.',
    en: 'We find no vaccine, test or past COVID-19 that gives green by the rules of today.',
  },
  NOT_CERTIFIABLE: {
    nb: 'Navnet eller fødselsdatoen i Folkeregisteret kan ikke stå i et sertifikat. Kontakt Skatteetaten.',
    nn: 'Namnet eller fødselsdatoen i Folkeregisteret kan ikkje stå i eit sertifikat. Kontakt Skatteetaten.',
    en: 'The name or birth date in the National Population Register cannot stand in a certificate. Contact Skatteetaten.',
  },
  SCHEME_NOT_STARTED: {
    nb: 'Sertifikatet for bruk i Norge fantes ikke den dagen. Velg en senere dag.',
    nn: 'Sertifikatet for bruk i Noreg fanst ikkje den dagen. Vel ein seinare dag.',
    en: 'There was no certificate for use in Norway on that day. Choose a later day.',
  },
} as const satisfies Record<string, LocalText>

export type DomesticRefusalReason = keyof typeof domesticRefusals

/** In the order of the list above. */
export const domesticRefusalReasons = Object.keys(domesticRefusals) as readonly DomesticRefusalReason[]
