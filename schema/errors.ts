import { isSubgraphName, registers } from './registers.ts'
import { inLanguage, type Locale, type LocalText } from './scalars/locale.ts'

type CatalogueEntry = {
  /** HTTP weight: the status when the whole request failed with this code. */
  readonly status: number
  /** Whether the same request may succeed later without anyone changing anything. */
  readonly retry: boolean
  /** For the person who reads it: what happened and what to do next. `{register}` and other details are filled in. */
  readonly text: LocalText
}

/**
 * Every code a client can see. Codes are never renamed; a snapshot test holds them.
 * The text comes from here alone, so no personal data can ride in it.
 */
export const errorCatalogue = {
  UNAUTHENTICATED: {
    status: 401,
    retry: false,
    text: {
      nb: 'Du må logge inn. Send et tilgangstoken i Authorization-hodet: «Bearer <token>».',
      nn: 'Du må logge inn. Send eit tilgangstoken i Authorization-hovudet: «Bearer <token>».',
      en: 'Sign in first. Send an access token in the Authorization header: "Bearer <token>".',
    },
  },
  TOKEN_INVALID: {
    status: 401,
    retry: false,
    text: {
      nb: 'Tilgangstokenet ble ikke godtatt: feil i {claim}. Logg inn på nytt.',
      nn: 'Tilgangstokenet vart ikkje godteke: feil i {claim}. Logg inn på nytt.',
      en: 'The access token was not accepted: {claim} is wrong. Sign in again.',
    },
  },
  TOKEN_EXPIRED: {
    status: 401,
    retry: false,
    text: {
      nb: 'Innloggingen er utløpt. Logg inn på nytt.',
      nn: 'Innlogginga er gått ut. Logg inn på nytt.',
      en: 'Your sign-in has expired. Sign in again.',
    },
  },
  DPOP_INVALID: {
    status: 401,
    retry: false,
    text: {
      nb: 'DPoP-beviset ble ikke godtatt ({reason}). Send «Authorization: DPoP <token>» og et nytt bevis i DPoP-hodet med hver forespørsel.',
      nn: 'DPoP-provet vart ikkje godteke ({reason}). Send «Authorization: DPoP <token>» og eit nytt prov i DPoP-hovudet med kvar førespurnad.',
      en: 'The DPoP proof was not accepted ({reason}). Send "Authorization: DPoP <token>" and a new proof in the DPoP header with every request.',
    },
  },
  REPLAY_CHECK_UNAVAILABLE: {
    status: 503,
    retry: true,
    text: {
      nb: 'Vi kan ikke kontrollere DPoP-beviset akkurat nå. Prøv igjen om litt, med et nytt bevis.',
      nn: 'Vi kan ikkje kontrollere DPoP-provet akkurat no. Prøv igjen om litt, med eit nytt prov.',
      en: 'The DPoP proof cannot be checked right now. Try again shortly, with a new proof.',
    },
  },
  IDENTITY_PROVIDER_UNAVAILABLE: {
    status: 503,
    retry: true,
    text: {
      nb: 'Innloggingen kan ikke kontrolleres akkurat nå. Prøv igjen om litt.',
      nn: 'Innlogginga kan ikkje kontrollerast akkurat no. Prøv igjen om litt.',
      en: 'Your sign-in cannot be checked right now. Try again shortly.',
    },
  },
  STEP_UP_REQUIRED: {
    status: 403,
    retry: false,
    text: {
      nb: 'Helseopplysninger krever innlogging på høyeste sikkerhetsnivå ({requiredLevel}). Logg inn med BankID, Buypass eller Commfides.',
      nn: 'Helseopplysningar krev innlogging på høgaste tryggleiksnivå ({requiredLevel}). Logg inn med BankID, Buypass eller Commfides.',
      en: 'Health data need a sign-in at the highest level of assurance ({requiredLevel}). Sign in with BankID, Buypass or Commfides.',
    },
  },
  SECURITY_LEVEL_TOO_LOW: {
    status: 403,
    retry: false,
    text: {
      nb: 'Innloggingen må være på sikkerhetsnivå {requiredLevel}. Logg inn i HelseID med BankID, Buypass, Commfides eller smartkort.',
      nn: 'Innlogginga må vere på tryggleiksnivå {requiredLevel}. Logg inn i HelseID med BankID, Buypass, Commfides eller smartkort.',
      en: 'The sign-in must be at security level {requiredLevel}. Sign in to HelseID with BankID, Buypass, Commfides or a smart card.',
    },
  },
  APP_NOT_APPROVED: {
    status: 403,
    retry: false,
    text: {
      nb: 'Denne appen er ikke godkjent for bruk her ({reason}). Bruk Helsenorge så lenge. Den som lager appen, kan søke om godkjenning hos Norsk helsenett.',
      nn: 'Denne appen er ikkje godkjend for bruk her ({reason}). Bruk Helsenorge så lenge. Den som lagar appen, kan søkje om godkjenning hos Norsk helsenett.',
      en: 'This app is not approved for use here ({reason}). Use Helsenorge meanwhile. Whoever makes the app can apply to Norsk helsenett for approval.',
    },
  },
  NATIONAL_IDENTITY_REQUIRED: {
    status: 403,
    retry: false,
    text: {
      nb: 'Denne tjenesten krever fødselsnummer eller D-nummer. Har du felles hjelpenummer, får du koronasertifikat over disk i kommunen eller fra Helfo.',
      nn: 'Denne tenesta krev fødselsnummer eller D-nummer. Har du felles hjelpenummer, får du koronasertifikat over disk i kommunen eller frå Helfo.',
      en: 'This service needs a national identity number or a D-number. With a common help number (FHN), ask your municipality’s desk or Helfo for a certificate.',
    },
  },
  PERSON_UNKNOWN: {
    status: 403,
    retry: false,
    text: {
      nb: 'Vi finner deg ikke i Folkeregisteret. Kontakt Skatteetaten hvis du mener at det er feil.',
      nn: 'Vi finn deg ikkje i Folkeregisteret. Kontakt Skatteetaten om du meiner at det er feil.',
      en: 'We cannot find you in the National Population Register. Contact Skatteetaten if you think this is a mistake.',
    },
  },
  FORBIDDEN: {
    status: 403,
    retry: false,
    text: {
      nb: 'Du har ikke tilgang til dette.',
      nn: 'Du har ikkje tilgang til dette.',
      en: 'You do not have access to this.',
    },
  },
  SCOPE_MISSING: {
    status: 403,
    retry: false,
    text: {
      nb: 'Tilgangstokenet mangler scopet {scope}. Be om det når du henter tokenet.',
      nn: 'Tilgangstokenet manglar scopet {scope}. Be om det når du hentar tokenet.',
      en: 'The access token lacks the scope {scope}. Ask for it when you fetch the token.',
    },
  },
  POLICY_NOT_MET: {
    status: 403,
    retry: false,
    text: {
      nb: 'Dette er bare for {policy}. Logg inn på den måten, eller la feltet være.',
      nn: 'Dette er berre for {policy}. Logg inn på den måten, eller la feltet vere.',
      en: 'This is only for {policy}. Sign in that way, or leave the field out.',
    },
  },
  IDENTIFIER_IN_DOCUMENT: {
    status: 400,
    retry: false,
    text: {
      nb: 'Et identitetsnummer kan ikke stå i selve spørringen. Send det som variabel.',
      nn: 'Eit identitetsnummer kan ikkje stå i sjølve spørjinga. Send det som variabel.',
      en: 'An identity number may not stand in the document itself. Send it as a variable.',
    },
  },
  NOT_COVERED_BY_REPRESENTATION: {
    status: 403,
    retry: false,
    text: {
      nb: 'Dette er ikke med i det du kan se for denne personen. En fullmakt kan utvides av den som har gitt den.',
      nn: 'Dette er ikkje med i det du kan sjå for denne personen. Ei fullmakt kan utvidast av den som har gitt henne.',
      en: 'This is not among what you may see for this person. Whoever gave a power of attorney can widen it.',
    },
  },
  LIMITED_BY_AGE: {
    status: 403,
    retry: false,
    text: {
      nb: 'Barnet er så gammelt at foreldre ikke ser dette lenger. Fra 12 år ser foreldre mindre, og fra 16 år ingenting.',
      nn: 'Barnet er så gammalt at foreldre ikkje ser dette lenger. Frå 12 år ser foreldre mindre, og frå 16 år ingenting.',
      en: 'The child is so old that parents no longer see this. From the age of 12 parents see less, and from 16 nothing.',
    },
  },
  REPRESENTATION_NOT_POSSIBLE: {
    status: 403,
    retry: false,
    text: {
      nb: 'Dette kan ikke gjøres her for deg. Ring Veiledning Helsenorge, så hjelper de deg.',
      nn: 'Dette kan ikkje gjerast her for deg. Ring Rettleiing Helsenorge, så hjelper dei deg.',
      en: 'This cannot be done here for you. Call the Helsenorge helpline, and they will help you.',
    },
  },
  FULLMAKT_GIVER_TOO_YOUNG: {
    status: 403,
    retry: false,
    text: {
      nb: 'Du kan gi fullmakt fra den dagen du fyller {limit} år.',
      nn: 'Du kan gi fullmakt frå den dagen du fyller {limit} år.',
      en: 'You can give a power of attorney from the day you turn {limit}.',
    },
  },
  FULLMAKT_INVALID: {
    status: 400,
    retry: false,
    text: {
      nb: 'Fullmakten kan ikke gis slik ({reason}). Rett opplysningene, og prøv igjen.',
      nn: 'Fullmakta kan ikkje givast slik ({reason}). Rett opplysningane, og prøv igjen.',
      en: 'The power of attorney cannot be given like this ({reason}). Correct it and try again.',
    },
  },
  HEALTH_PERSONNEL_REQUIRED: {
    status: 403,
    retry: false,
    text: {
      nb: 'Dette er for helsepersonell. Tilgangstokenet mangler {claim}: logg inn med HelseID som noen med HPR-nummer.',
      nn: 'Dette er for helsepersonell. Tilgangstokenet manglar {claim}: logg inn med HelseID som nokon med HPR-nummer.',
      en: 'This is for health personnel. The access token lacks {claim}: sign in with HelseID as somebody who has an HPR number.',
    },
  },
  EMERGENCY_ROLE_REQUIRED: {
    status: 403,
    retry: false,
    text: {
      nb: 'Å åpne opplysninger i en nødsituasjon krever egen rolle. Tilgangstokenet mangler {claim}.',
      nn: 'Å opne opplysningar i ein naudsituasjon krev eiga rolle. Tilgangstokenet manglar {claim}.',
      en: 'Opening data in an emergency needs a role of its own. The access token lacks {claim}.',
    },
  },
  REASON_REQUIRED: {
    status: 400,
    retry: false,
    text: {
      nb: 'Skriv kort hvorfor det haster ({limit}). Begrunnelsen blir loggført.',
      nn: 'Skriv kort kvifor det hastar ({limit}). Grunngivinga blir loggført.',
      en: 'Write briefly why it is urgent ({limit}). The reason is logged.',
    },
  },
  RESTRICTED_BY_PATIENT: {
    status: 403,
    retry: false,
    text: {
      nb: 'Pasienten har sperret for innsyn i dette ({reason}).',
      nn: 'Pasienten har sperra for innsyn i dette ({reason}).',
      en: 'The patient has closed this to you ({reason}).',
    },
  },
  PVK_UNAVAILABLE: {
    status: 503,
    retry: true,
    text: {
      nb: 'Vi kan ikke se etter om pasienten har sperret for innsyn akkurat nå, og viser derfor ikke dette. Prøv igjen om litt.',
      nn: 'Vi kan ikkje sjå etter om pasienten har sperra for innsyn akkurat no, og viser difor ikkje dette. Prøv igjen om litt.',
      en: 'Whether the patient has closed access cannot be looked up right now, so this is not shown. Try again shortly.',
    },
  },
  IDENTIFIER_INVALID: {
    status: 400,
    retry: false,
    text: {
      nb: 'Identitetsnummeret er ikke gyldig her. Kontroller sifrene.',
      nn: 'Identitetsnummeret er ikkje gyldig her. Kontroller sifra.',
      en: 'The identity number is not valid here. Check the digits.',
    },
  },
  BAD_REQUEST: {
    status: 400,
    retry: false,
    text: {
      nb: 'Forespørselen kan ikke leses. Send JSON med feltet «query» eller «documentId».',
      nn: 'Førespurnaden kan ikkje lesast. Send JSON med feltet «query» eller «documentId».',
      en: 'The request cannot be read. Send JSON with the field "query" or "documentId".',
    },
  },
  OPERATION_INVALID: {
    status: 400,
    retry: false,
    text: {
      nb: 'Spørringen passer ikke med skjemaet.',
      nn: 'Spørjinga passar ikkje med skjemaet.',
      en: 'The operation does not fit the schema.',
    },
  },
  OPERATION_UNPLANNABLE: {
    status: 501,
    retry: false,
    text: {
      nb: 'Vi klarer ikke å hente disse feltene i én spørring. Del den i flere, og oppgi hendelses-id-en hvis du tar kontakt.',
      nn: 'Vi klarer ikkje å hente desse felta i éi spørjing. Del ho i fleire, og oppgje hendings-id-en om du tek kontakt.',
      en: 'We cannot fetch these fields in one operation. Split it, and quote the event id if you contact us.',
    },
  },
  QUERY_TOO_COSTLY: {
    status: 400,
    retry: false,
    text: {
      nb: 'Spørringen er for stor ({limit}). Be om færre felt.',
      nn: 'Spørjinga er for stor ({limit}). Be om færre felt.',
      en: 'The operation is too large ({limit}). Ask for fewer fields.',
    },
  },
  DOCUMENT_UNKNOWN: {
    status: 400,
    retry: false,
    text: {
      nb: 'Denne spørringen er ikke registrert her. Appen må trolig oppdateres.',
      nn: 'Denne spørjinga er ikkje registrert her. Appen må truleg oppdaterast.',
      en: 'This document is not registered here. The app probably needs an update.',
    },
  },
  DOCUMENT_REQUIRED: {
    status: 403,
    retry: false,
    text: {
      nb: 'Her kan bare registrerte spørringer brukes. Send «documentId» i stedet for «query».',
      nn: 'Her kan berre registrerte spørjingar brukast. Send «documentId» i staden for «query».',
      en: 'Only registered documents can be used here. Send "documentId" instead of "query".',
    },
  },
  NOT_FOUND: {
    status: 404,
    retry: false,
    text: { nb: 'Siden finnes ikke.', nn: 'Sida finst ikkje.', en: 'There is nothing at this address.' },
  },
  METHOD_NOT_ALLOWED: {
    status: 405,
    retry: false,
    text: {
      nb: 'Denne metoden kan ikke brukes her. Svarets Allow-hode sier hvilke som kan.',
      nn: 'Denne metoden kan ikkje brukast her. Allow-hovudet i svaret seier kva metodar som kan.',
      en: 'This method cannot be used here. The Allow header of this answer says which can.',
    },
  },
  NOT_ACCEPTABLE: {
    status: 406,
    retry: false,
    text: {
      nb: 'Svaret finnes bare som application/graphql-response+json og application/json. Ta med en av dem i Accept-hodet.',
      nn: 'Svaret finst berre som application/graphql-response+json og application/json. Ta med ein av dei i Accept-hovudet.',
      en: 'The answer exists only as application/graphql-response+json and application/json. Put one of them in the Accept header.',
    },
  },
  REQUEST_TIMEOUT: {
    status: 408,
    retry: true,
    text: {
      nb: 'Forespørselen kom ikke fram i tide. Prøv igjen.',
      nn: 'Førespurnaden kom ikkje fram i tide. Prøv igjen.',
      en: 'The request did not arrive in time. Try again.',
    },
  },
  PAYLOAD_TOO_LARGE: {
    status: 413,
    retry: false,
    text: {
      nb: 'Forespørselen er for stor ({limit}).',
      nn: 'Førespurnaden er for stor ({limit}).',
      en: 'The request is too large ({limit}).',
    },
  },
  URI_TOO_LONG: {
    status: 414,
    retry: false,
    text: {
      nb: 'Adressen er for lang. Send spørringen med POST.',
      nn: 'Adressa er for lang. Send spørjinga med POST.',
      en: 'The address is too long. Send the operation with POST.',
    },
  },
  UNSUPPORTED_MEDIA_TYPE: {
    status: 415,
    retry: false,
    text: {
      nb: 'Send forespørselen som application/json.',
      nn: 'Send førespurnaden som application/json.',
      en: 'Send the request as application/json.',
    },
  },
  HEADERS_TOO_LARGE: {
    status: 431,
    retry: false,
    text: {
      nb: 'Forespørselen har for mange eller for store HTTP-hoder.',
      nn: 'Førespurnaden har for mange eller for store HTTP-hovud.',
      en: 'The request has too many HTTP headers, or too large ones.',
    },
  },
  REGISTRY_UNAVAILABLE: {
    status: 502,
    retry: true,
    text: {
      nb: '{register} svarer ikke akkurat nå, så dette kunne ikke hentes. Prøv igjen om litt.',
      nn: '{register} svarer ikkje akkurat no, så dette kunne ikkje hentast. Prøv igjen om litt.',
      en: '{register} is not answering right now, so this could not be fetched. Try again shortly.',
    },
  },
  REGISTRY_TIMEOUT: {
    status: 504,
    retry: true,
    text: {
      nb: '{register} brukte for lang tid, så dette kunne ikke hentes. Prøv igjen om litt.',
      nn: '{register} brukte for lang tid, så dette kunne ikkje hentast. Prøv igjen om litt.',
      en: '{register} took too long, so this could not be fetched. Try again shortly.',
    },
  },
  REGISTRY_ANSWER_INVALID: {
    status: 502,
    retry: false,
    text: {
      nb: '{register} svarte på en måte vi ikke kan stole på, så dette kunne ikke hentes.',
      nn: '{register} svarte på ein måte vi ikkje kan stole på, så dette kunne ikkje hentast.',
      en: '{register} gave an answer that we cannot trust, so this could not be fetched.',
    },
  },
  OVERLOADED: {
    status: 503,
    retry: true,
    text: {
      nb: 'Det er svært mange som spør akkurat nå. Vent noen sekunder, og prøv igjen.',
      nn: 'Det er svært mange som spør akkurat no. Vent nokre sekund, og prøv igjen.',
      en: 'Very many are asking right now. Wait a few seconds and try again.',
    },
  },
  QUOTA_EXCEEDED: {
    status: 429,
    retry: true,
    text: {
      nb: 'Kvoten er brukt opp: {limit} ({quota}). Vent {seconds} sekunder, og prøv igjen. Mer om kvoter står i veiledningen for klienter.',
      nn: 'Kvoten er brukt opp: {limit} ({quota}). Vent {seconds} sekund, og prøv igjen. Meir om kvotar står i rettleiinga for klientar.',
      en: 'The quota is used up: {limit} ({quota}). Wait {seconds} seconds and try again. The guide for clients tells about quotas.',
    },
  },
  ACCESS_LOG_UNAVAILABLE: {
    status: 503,
    retry: true,
    text: {
      nb: 'Vi kan ikke loggføre innsyn akkurat nå, og viser derfor ingen opplysninger. Prøv igjen om litt.',
      nn: 'Vi kan ikkje loggføre innsyn akkurat no, og viser difor ingen opplysningar. Prøv igjen om litt.',
      en: 'Access cannot be logged right now, so no data are shown. Try again shortly.',
    },
  },
  SIGNER_UNAVAILABLE: {
    status: 503,
    retry: true,
    text: {
      nb: 'Nye koronasertifikat kan ikke signeres akkurat nå. Prøv igjen om litt.',
      nn: 'Nye koronasertifikat kan ikkje signerast akkurat no. Prøv igjen om litt.',
      en: 'New certificates cannot be signed right now. Try again shortly.',
    },
  },
  PDF_UNAVAILABLE: {
    status: 503,
    retry: true,
    text: {
      nb: 'Vi kan ikke lage flere PDF-er akkurat nå. Gå tilbake og be om en ny lenke om litt.',
      nn: 'Vi kan ikkje lage fleire PDF-ar akkurat no. Gå tilbake og be om ei ny lenkje om litt.',
      en: 'No more PDFs can be made right now. Go back and ask for a new link shortly.',
    },
  },
  LINK_SPENT: {
    status: 410,
    retry: false,
    text: {
      nb: 'Lenken virker ikke lenger. Den kan brukes én gang, i noen minutter. Gå tilbake og be om en ny.',
      nn: 'Lenkja verkar ikkje lenger. Ho kan brukast éin gong, i nokre minutt. Gå tilbake og be om ei ny.',
      en: 'The link no longer works. It can be used once, for some minutes. Go back and ask for a new one.',
    },
  },
  REVOCATION_UNAVAILABLE: {
    status: 503,
    retry: true,
    text: {
      nb: 'Vi kan ikke se etter om sertifikatet er trukket tilbake akkurat nå. Prøv igjen om litt.',
      nn: 'Vi kan ikkje sjå etter om sertifikatet er trekt tilbake akkurat no. Prøv igjen om litt.',
      en: 'Whether the certificate has been revoked cannot be looked up right now. Try again shortly.',
    },
  },
  CERTIFICATE_INVALID: {
    status: 400,
    retry: false,
    text: {
      nb: 'Sertifikatet kan ikke godtas ({reason}).',
      nn: 'Sertifikatet kan ikkje godtakast ({reason}).',
      en: 'The certificate cannot be accepted ({reason}).',
    },
  },
  REQUIRES_THE_CITIZEN: {
    status: 403,
    retry: false,
    text: {
      nb: 'Bare innbyggeren selv kan bestemme dette. En vanlig fullmakt er ikke nok.',
      nn: 'Berre innbyggjaren sjølv kan avgjere dette. Ei vanleg fullmakt er ikkje nok.',
      en: 'Only the citizen can decide this. An ordinary power of attorney is not enough.',
    },
  },
  PRIVACY_SETTING_KIND: {
    status: 400,
    retry: false,
    text: {
      nb: 'Innstillingen er av et annet slag. Et samtykke gis og trekkes, en reservasjon og en tilgangsbegrensning settes og oppheves.',
      nn: 'Innstillinga er av eit anna slag. Eit samtykke blir gitt og trekt, ein reservasjon og ei tilgangsavgrensing blir sett og oppheva.',
      en: 'The setting is of another kind. A consent is given and withdrawn, a reservation and an access restriction are set and lifted.',
    },
  },
  PRIVACY_SETTING_NOT_OPEN: {
    status: 409,
    retry: false,
    text: {
      nb: 'Denne innstillingen kan ikke velges i dag. Se hvilke datoer den gjelder for.',
      nn: 'Denne innstillinga kan ikkje veljast i dag. Sjå kva datoar ho gjeld for.',
      en: 'This setting cannot be chosen today. See which dates it is open for.',
    },
  },
  PRIVACY_PERIOD: {
    status: 400,
    retry: false,
    text: {
      nb: 'Du kan ikke velge denne sluttdatoen. Den må være i dag eller senere, og ikke alle innstillinger kan ha en.',
      nn: 'Du kan ikkje velje denne sluttdatoen. Han må vere i dag eller seinare, og ikkje alle innstillingar kan ha ein.',
      en: 'This last day cannot be chosen. It must be today or later, and not every setting can have one.',
    },
  },
  PRIVACY_RESTRICTION: {
    status: 400,
    retry: false,
    text: {
      nb: 'Begrensningen kan ikke brukes. Virksomheter har ni siffer, HPR-nummer fem til ni, og perioden må slutte etter at den begynner.',
      nn: 'Avgrensinga kan ikkje brukast. Verksemder har ni siffer, HPR-nummer fem til ni, og perioden må slutte etter at han byrjar.',
      en: 'The restriction cannot be used. Organisations have nine digits, HPR numbers five to nine, and a period must end after it begins.',
    },
  },
  PRIVACY_TIME: {
    status: 400,
    retry: false,
    text: {
      nb: 'Tidspunktet kan ikke brukes. Det som er bestemt, ligger bak oss, og en frist foran.',
      nn: 'Tidspunktet kan ikkje brukast. Det som er avgjort, ligg bak oss, og ein frist framfor.',
      en: 'The time cannot be used. What was decided lies behind us, and a deadline ahead.',
    },
  },
  PRIVACY_USE: {
    status: 400,
    retry: false,
    text: {
      nb: 'Spør om én bruk om gangen: utlevering, oppbevaring eller innsyn.',
      nn: 'Spør om éin bruk om gongen: utlevering, oppbevaring eller innsyn.',
      en: 'Ask about one use at a time: disclosure, storage or access.',
    },
  },
  PRIVACY_SUPERSEDED: {
    status: 409,
    retry: false,
    text: {
      nb: 'Innbyggeren har bestemt noe nyere enn det som står på papiret. Det nyeste gjelder.',
      nn: 'Innbyggjaren har avgjort noko nyare enn det som står på papiret. Det nyaste gjeld.',
      en: 'The citizen has decided something later than the paper says. The later decision holds.',
    },
  },
  PRIVACY_DEFINITION_UNKNOWN: {
    status: 404,
    retry: false,
    text: {
      nb: 'Parten har ingen slik innstilling.',
      nn: 'Parten har inga slik innstilling.',
      en: 'The party has no such setting.',
    },
  },
  SUBSCRIBER_ADDRESS_REFUSED: {
    status: 400,
    retry: false,
    text: {
      nb: 'Vi kan ikke sende til denne adressen ({reason}). Bruk en https-adresse på det åpne nettet.',
      nn: 'Vi kan ikkje sende til denne adressa ({reason}). Bruk ei https-adresse på det opne nettet.',
      en: 'We cannot send to this address ({reason}). Use an https address on the open network.',
    },
  },
  EVIDENCE_ONE_AT_A_TIME: {
    status: 400,
    retry: false,
    text: {
      nb: 'Hent ett bevis om gangen. Spør om listen uten innholdet først, og så om hvert bevis for seg.',
      nn: 'Hent eitt bevis om gongen. Spør om lista utan innhaldet først, og så om kvart bevis for seg.',
      en: 'Fetch one proof at a time. Ask for the list without content first, and then for each proof by itself.',
    },
  },
  SUBSCRIBERS_TOO_MANY: {
    status: 409,
    retry: false,
    text: {
      nb: 'Parten har allerede {limit} abonnenter. Avslutt en som ikke er i bruk.',
      nn: 'Parten har alt {limit} abonnentar. Avslutt ein som ikkje er i bruk.',
      en: 'The party has {limit} subscribers already. End one that is not in use.',
    },
  },
  CONSENT_REQUEST_CLOSED: {
    status: 409,
    retry: false,
    text: {
      nb: 'Samtykkeforespørselen kan ikke besvares lenger. Den er besvart, trukket tilbake eller utløpt.',
      nn: 'Samtykkeførespurnaden kan ikkje svarast på lenger. Han er svart på, trekt tilbake eller gått ut.',
      en: 'The consent request can no longer be answered. It has been answered, taken back, or has expired.',
    },
  },
  WRONG_MUNICIPALITY: {
    status: 403,
    retry: false,
    text: {
      nb: 'Du kan bare se reisende til din egen kommune. Organisasjonen du er logget inn for, hører ikke til den du spør om.',
      nn: 'Du kan berre sjå reisande til din eigen kommune. Organisasjonen du er logga inn for, høyrer ikkje til den du spør om.',
      en: 'You can only see travellers to your own municipality. The organisation you are signed in for is not of the one you ask for.',
    },
  },
  AUTHORISATION_MISSING: {
    status: 403,
    retry: false,
    text: {
      nb: 'Du er ikke autorisert for dette formålet. Kommunelegen kan gi deg tilgang.',
      nn: 'Du er ikkje autorisert for dette føremålet. Kommunelegen kan gi deg tilgang.',
      en: 'You are not authorised for this purpose. The municipal doctor can give you access.',
    },
  },
  LEGAL_BASIS_MISSING: {
    status: 403,
    retry: false,
    text: {
      nb: 'Det er ikke hjemmel for dette formålet ({paragraph}). Hjemmelen gjelder fra: {validFrom}.',
      nn: 'Det er ikkje heimel for dette føremålet ({paragraph}). Heimelen gjeld frå: {validFrom}.',
      en: 'There is no legal basis for this purpose ({paragraph}). It applies from: {validFrom}.',
    },
  },
  MUNICIPALITY_NOT_SUBSCRIBED: {
    status: 403,
    retry: false,
    text: {
      nb: 'Kommunen abonnerer ikke på {source}. Kommunelegen kan be KS om å slå det på.',
      nn: 'Kommunen abonnerer ikkje på {source}. Kommunelegen kan be KS om å slå det på.',
      en: 'The municipality does not subscribe to {source}. The municipal doctor can ask KS to switch it on.',
    },
  },
  DATA_PROCESSING_AGREEMENT_MISSING: {
    status: 403,
    retry: false,
    text: {
      nb: 'Kommunen har ingen gyldig databehandleravtale for {source}. Inngå eller forny avtalen med KS.',
      nn: 'Kommunen har ingen gyldig databehandlaravtale for {source}. Inngå eller forny avtalen med KS.',
      en: 'The municipality has no valid data processing agreement for {source}. Make or renew it with KS.',
    },
  },
  HEALTH_ROLE_REQUIRED: {
    status: 403,
    retry: false,
    text: {
      nb: 'Dette er helseopplysninger, som bare helsepersonell kan se.',
      nn: 'Dette er helseopplysningar, som berre helsepersonell kan sjå.',
      en: 'These are health data, which only health personnel may see.',
    },
  },
  FEATURE_NOT_ACTIVE: {
    status: 403,
    retry: false,
    text: {
      nb: 'Dette er ikke tatt i bruk ({feature}).',
      nn: 'Dette er ikkje teke i bruk ({feature}).',
      en: 'This is not in use ({feature}).',
    },
  },
  DEMAND_REASON_REQUIRED: {
    status: 400,
    retry: false,
    text: {
      nb: 'Skriv hvorfor du gjør dette. Begrunnelsen loggføres.',
      nn: 'Skriv kvifor du gjer dette. Grunngivinga blir loggført.',
      en: 'Say why you are doing this. The reason is logged.',
    },
  },
  INTERNAL: {
    status: 500,
    retry: true,
    text: {
      nb: 'Noe gikk galt hos oss. Prøv igjen, og oppgi hendelses-id-en hvis du tar kontakt.',
      nn: 'Noko gjekk gale hos oss. Prøv igjen, og oppgje hendings-id-en om du tek kontakt.',
      en: 'Something went wrong on our side. Try again, and quote the event id if you contact us.',
    },
  },
} as const satisfies Record<string, CatalogueEntry>

export type ErrorCode = keyof typeof errorCatalogue

/** What may be filled into a text. Names of things, never of persons. */
export type ErrorDetails = {
  /** A subgraph's name; the text shows the register behind it. */
  readonly register?: string
  readonly claim?: string
  readonly requiredLevel?: string
  readonly scope?: string
  readonly policy?: string
  readonly limit?: string
  /** Which quota is used up, and how long until there is room. */
  readonly quota?: string
  readonly seconds?: string
  readonly reason?: string
  /** A provision of law, and the day it applies from. */
  readonly paragraph?: string
  readonly validFrom?: string
  /** A source of a list, and a switch. */
  readonly source?: string
  readonly feature?: string
}

export function isErrorCode(code: unknown): code is ErrorCode {
  return typeof code === 'string' && Object.hasOwn(errorCatalogue, code)
}

/** Whether a code tells somebody who is known that she may not have what she asked for, or not so much of it. */
export const isDenial = (code: unknown): boolean =>
  isErrorCode(code) && (errorCatalogue[code].status === 403 || errorCatalogue[code].status === 429)

/** What the graph's own fields ask of a caller (`@policy`), in words; another supergraph's policies keep their names. */
const policyNames: Readonly<Record<string, LocalText>> = {
  citizen: {
    nb: 'innbyggere, som logger inn med ID-porten',
    nn: 'innbyggjarar, som loggar inn med ID-porten',
    en: 'citizens, who sign in with ID-porten',
  },
  work: {
    nb: 'dem som er på jobb, med HelseID eller Maskinporten',
    nn: 'dei som er på jobb, med HelseID eller Maskinporten',
    en: 'those at work, with HelseID or Maskinporten',
  },
  machine: {
    nb: 'systemer, uten en person, med HelseID eller Maskinporten',
    nn: 'system, utan ein person, med HelseID eller Maskinporten',
    en: 'systems, without a person, with HelseID or Maskinporten',
  },
}

/** The text of a code in a language, with its details filled in, and the language it really is in. */
export function errorText(
  code: ErrorCode,
  wanted: Locale,
  details: ErrorDetails = {},
): { text: string; language: Locale } {
  const { text, language } = inLanguage(errorCatalogue[code].text, wanted)
  const { register: subgraph } = details
  const register =
    subgraph !== undefined && isSubgraphName(subgraph) ? inLanguage(registers[subgraph].name, language).text : subgraph
  const named = details.policy === undefined ? undefined : policyNames[details.policy]
  const policy = named ? inLanguage(named, language).text : details.policy
  const values: Record<string, string | undefined> = { ...details, register, policy }
  return { text: text.replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? '–'), language }
}

/** An error that a client may see: a code of the catalogue and harmless details; the cause stays inside. */
export class PublicError extends Error {
  override name = 'PublicError'
  readonly code: ErrorCode
  readonly details: ErrorDetails

  constructor(code: ErrorCode, { details = {}, cause }: { details?: ErrorDetails; cause?: unknown } = {}) {
    super(errorText(code, 'en', details).text, cause === undefined ? undefined : { cause })
    this.code = code
    this.details = details
  }

  /** GraphQL copies this into the answer. */
  get extensions(): Record<string, unknown> {
    return { code: this.code, ...this.details }
  }
}
