import type { X509Certificate } from 'node:crypto'

/*
 * One level, as the EU's governance has it: a country's signing authority (CSCA) signs document signers. Shell model:
 * a signer counts while it and its authority are both valid.
 */

export function isValidAt({ validFromDate, validToDate }: X509Certificate, now: Date): boolean {
  return validFromDate <= now && now <= validToDate
}

/** Marked as an authority, and signed by itself. */
export function isOwnAuthority(certificate: X509Certificate): boolean {
  return certificate.ca && isIssuedBy(certificate, certificate)
}

/** The authority whose key signed this certificate: names and key identifiers fit, and the signature holds. */
export function authorityFor(
  certificate: X509Certificate,
  authorities: readonly X509Certificate[],
): X509Certificate | undefined {
  return authorities.find(authority => authority.ca && isIssuedBy(certificate, authority))
}

function isIssuedBy(certificate: X509Certificate, authority: X509Certificate): boolean {
  try {
    return certificate.checkIssued(authority) && certificate.verify(authority.publicKey)
  } catch {
    // OpenSSL throws where a key cannot have made this kind of signature.
    return false
  }
}
