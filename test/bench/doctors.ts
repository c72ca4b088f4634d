import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose'
import { graphScope } from '../../gateway/policy/admit-caller.ts'
import { makeProof } from '../../local/identity-provider/make-proof.ts'
import { helseIdAudience } from '../../local/personnel/scopes.ts'

/** What somebody sends with one request: a token that is bound to a key, and a proof of it. */
export type Credentials = (url: string) => Promise<Record<string, string>>

/** Tokens as HelseID makes them for doctors, and the public key that proves them. */
export type Doctors = {
  readonly publicKey: JWK
  doctorOf(identifier: string, hprNumber: string): Promise<Credentials>
}

export const helseIdIssuer = 'https://helseid.bench'

const claim = (name: string) => `helseid://claims/${name}`

export async function createDoctors(): Promise<Doctors> {
  const { privateKey, publicKey } = await generateKeyPair('ES256')
  const seconds = Math.floor(Date.now() / 1000)
  return {
    publicKey: { ...(await exportJWK(publicKey)), kid: 'helseid', alg: 'ES256' },
    async doctorOf(identifier, hprNumber) {
      const key = await exportJWK((await generateKeyPair('ES256', { extractable: true })).privateKey)
      const token = await new SignJWT({
        client_id: 'pasientjournalen',
        client_amr: 'private_key_jwt',
        scope: [graphScope],
        cnf: { jkt: await calculateJwkThumbprint(key) },
        name: 'Lege i målingen',
        [claim('identity/pid')]: identifier,
        [claim('identity/pid_pseudonym')]: hprNumber,
        [claim('identity/security_level')]: '4',
        [claim('identity/network')]: 'helsenett',
        [claim('hpr/hpr_number')]: hprNumber,
        [claim('client/client_tenancy')]: 'single-tenant',
        [claim('client/claims/orgnr_parent')]: '320000505',
      })
        .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'helseid' })
        .setIssuer(helseIdIssuer)
        .setAudience(helseIdAudience)
        .setIssuedAt(seconds)
        .setJti(crypto.randomUUID())
        .setExpirationTime(seconds + 7_200)
        .sign(privateKey)
      return async url => ({
        authorization: `DPoP ${token}`,
        dpop: await makeProof({ key, method: 'POST', url, token, now: new Date() }),
      })
    },
  }
}
