import type { LocalText } from '../../../schema/scalars/locale.ts'
import { type RefusalReason, refusalReasons } from '../dcc/browser.ts'

/** Why a certificate is not valid: what the certificate module found, or that its issuer has withdrawn it. */
export type VerificationReason = RefusalReason | 'REVOKED'
export const verificationReasons: readonly VerificationReason[] = [...refusalReasons, 'REVOKED']

const unreadable: LocalText = {
  nb: 'Dette er ikke et koronasertifikat, eller det er skadet. Skann QR-koden på nytt.',
  nn: 'Dette er ikkje eit koronasertifikat, eller det er skadd. Skann QR-koden på nytt.',
  en: 'This is not a COVID certificate, or it is damaged. Scan the QR code again.',
}
const notBySigner: LocalText = {
  nb: 'Sertifikatet er ikke signert på riktig måte. Det kan være forfalsket.',
  nn: 'Sertifikatet er ikkje signert på rett måte. Det kan vere forfalska.',
  en: 'The certificate is not signed in the right way. It may be a forgery.',
}
const beyondSigner: LocalText = {
  nb: 'Sertifikatet er signert med en nøkkel som ikke gjaldt da, eller ikke så lenge.',
  nn: 'Sertifikatet er signert med ein nøkkel som ikkje galdt då, eller ikkje så lenge.',
  en: 'The certificate is signed with a key that was not valid then, or not for so long.',
}

/** In words, for whoever holds the scanner. Names no person, and nothing that stands in the certificate. */
export const reasonTexts: Readonly<Record<VerificationReason, LocalText>> = {
  TOO_LONG: unreadable,
  BAD_PREFIX: {
    nb: 'Dette er ikke et koronasertifikat: teksten begynner ikke med HC1: eller NO1:.',
    nn: 'Dette er ikkje eit koronasertifikat: teksten byrjar ikkje med HC1: eller NO1:.',
    en: 'This is not a COVID certificate: the text begins with neither HC1: nor NO1:.',
  },
  BASE45_INVALID: unreadable,
  ZLIB_INVALID: unreadable,
  CBOR_INVALID: unreadable,
  COSE_INVALID: unreadable,
  ALG_MISMATCH: notBySigner,
  UNKNOWN_SIGNER: {
    nb: 'Vi kjenner ikke den som har signert sertifikatet.',
    nn: 'Vi kjenner ikkje den som har signert sertifikatet.',
    en: 'We do not know who signed the certificate.',
  },
  SIGNATURE_INVALID: notBySigner,
  SIGNER_REVOKED: {
    nb: 'Nøkkelen sertifikatet er signert med, er trukket tilbake.',
    nn: 'Nøkkelen sertifikatet er signert med, er trekt tilbake.',
    en: 'The key that signed the certificate has been withdrawn.',
  },
  CLAIMS_INVALID: unreadable,
  PAYLOAD_INVALID: unreadable,
  SIGNER_COUNTRY: {
    nb: 'Sertifikatet er signert av et annet land enn det sier.',
    nn: 'Sertifikatet er signert av eit anna land enn det seier.',
    en: 'The certificate is signed by another country than it says.',
  },
  SIGNER_KEY_USAGE: {
    nb: 'Den som har signert sertifikatet, kan ikke signere sertifikater av dette slaget.',
    nn: 'Den som har signert sertifikatet, kan ikkje signere sertifikat av dette slaget.',
    en: 'Whoever signed the certificate may not sign certificates of this kind.',
  },
  SIGNER_NOT_YET_VALID: beyondSigner,
  SIGNER_EXPIRED: {
    nb: 'Nøkkelen sertifikatet er signert med, er utløpt. Be om et nytt sertifikat.',
    nn: 'Nøkkelen sertifikatet er signert med, er gått ut. Be om eit nytt sertifikat.',
    en: 'The key that signed the certificate has expired. Ask for a new certificate.',
  },
  NOT_YET_VALID: {
    nb: 'Sertifikatet er ekte, men gjelder ikke ennå.',
    nn: 'Sertifikatet er ekte, men gjeld ikkje enno.',
    en: 'The certificate is genuine but not valid yet.',
  },
  EXPIRED: {
    nb: 'Sertifikatet er ekte, men utløpt. Be om et nytt.',
    nn: 'Sertifikatet er ekte, men gått ut. Be om eit nytt.',
    en: 'The certificate is genuine but has expired. Ask for a new one.',
  },
  ISSUED_BEFORE_SIGNER: beyondSigner,
  EXPIRES_AFTER_SIGNER: beyondSigner,
  REVOKED: {
    nb: 'Sertifikatet er trukket tilbake av den som utstedte det.',
    nn: 'Sertifikatet er trekt tilbake av den som skreiv det ut.',
    en: 'The certificate has been revoked by its issuer.',
  },
}

export const validText: LocalText = {
  nb: 'Sertifikatet er ekte og gyldig nå. Sammenlign navn og fødselsdato med legitimasjon.',
  nn: 'Sertifikatet er ekte og gyldig no. Samanlikn namn og fødselsdato med legitimasjon.',
  en: 'The certificate is genuine and valid now. Compare name and birth date with an identity document.',
}
