import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose'
import { makeProof } from '../local/identity-provider/make-proof.ts'
import { anIssuerOf, type TestIssuer } from './id-porten.ts'

/** A key that tokens are bound to, and its thumbprint. */
export type BindingKey = { readonly key: JWK; readonly jkt: string }

export async function aBindingKey(): Promise<BindingKey> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true })
  const key = await exportJWK(privateKey)
  return { key, jkt: await calculateJwkThumbprint(key) }
}

/** A proof for one POST to the graph; a test changes one thing of it. */
export const aProof = (
  { key }: BindingKey,
  token: string,
  change: { claims?: Record<string, unknown>; header?: Record<string, unknown> } = {},
): Promise<string> =>
  makeProof({ key, method: 'POST', url: 'https://graf.example/graphql', token, now: new Date() }, change)

export const doctor = {
  'helseid://claims/identity/pid': '12827190401',
  'helseid://claims/identity/pid_pseudonym': 'pseudonym',
  'helseid://claims/identity/security_level': '4',
  'helseid://claims/hpr/hpr_number': '7100001',
  name: 'Astrid Vik Mohn',
}

/** In the shape of HelseID: a vendor's client that acts for a customer; who signed in is given with each token. */
export const aHelseId = ({ jkt }: BindingKey): Promise<TestIssuer> =>
  anIssuerOf({
    issuer: 'https://helseid.test',
    audience: 'nhn:helsegraf',
    usually: {
      client_id: 'sporingsverktoyet',
      client_amr: 'private_key_jwt',
      scope: ['nhn:helsegraf/graph'],
      cnf: { jkt },
      'helseid://claims/identity/network': 'helsenett',
      'helseid://claims/client/client_tenancy': 'multi-tenant',
      'helseid://claims/client/claims/orgnr_parent': '994598759',
      'helseid://claims/client/claims/orgnr_child': '320000106',
      'helseid://claims/client/claims/orgnr_supplier': '320001005',
    },
  })

export const organisationClaim = (number: string) => ({ authority: 'iso6523-actorid-upis', ID: `0192:${number}` })

/** In the shape of Maskinporten. */
export const aMaskinporten = (): Promise<TestIssuer> =>
  anIssuerOf({
    issuer: 'https://maskinporten.test',
    audience: 'https://helsegraf.example/graphql',
    usually: {
      client_id: 'fhi-sysvak',
      client_amr: 'private_key_jwt',
      scope: 'nhn:helsegraf/graph',
      consumer: organisationClaim('320000807'),
    },
  })
