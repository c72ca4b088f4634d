import { parseOrganisationNumber } from '../../../schema/scalars/organisation-number.ts'
import type { Organisation } from '../../personnel/organisations.ts'

/** The claim of a client assertion in which a client of many customers says whom it acts for. */
export const detailsClaim = 'authorization_details'

const type = 'helseid_authorization'
const system = 'urn:oid:1.0.6523'

export function authorizationDetails({ number, unit }: Organisation) {
  const value = `NO:ORGNR:${number}:${unit ?? ''}`
  return { type, practitioner_role: { organization: { identifier: { system, type: 'ENH', value } } } }
}

/** The organisation of a client assertion; undefined where it names none. @throws where it names one in another form */
export function readOrganisation(details: unknown): { parent: string; child?: string } | undefined {
  if (details === undefined) return undefined
  const one = (Array.isArray(details) ? details[0] : details) as Partial<ReturnType<typeof authorizationDetails>>
  const identifier = one?.practitioner_role?.organization?.identifier
  const [, parent = '', child = ''] = /^NO:ORGNR:(\d{9}):(\d{9})?$/.exec(String(identifier?.value)) ?? []
  const isKnown = one?.type === type && identifier?.system === system && identifier.type === 'ENH'
  if (!isKnown || !parseOrganisationNumber(parent) || (child !== '' && !parseOrganisationNumber(child))) {
    throw new Error(`${detailsClaim} is not of the form HelseID has for clients of many customers`)
  }
  return { parent, ...(child !== '' && { child }) }
}
