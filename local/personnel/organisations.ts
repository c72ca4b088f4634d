import { type OrganisationNumber, parseOrganisationNumber } from '../../schema/scalars/organisation-number.ts'
import { kommuner } from '../population/kommuner.ts'

/** An organisation somebody works at. All numbers are synthetic: they begin with 3, and their check digits hold. */
export type Organisation = {
  readonly name: string
  /** The legal entity: `orgnr_parent` in HelseID's tokens. */
  readonly number: OrganisationNumber
  /** The unit where the work is done: `orgnr_child`. */
  readonly unit?: OrganisationNumber
}

const number = (text: string): OrganisationNumber => {
  const parsed = parseOrganisationNumber(text)
  if (!parsed) throw new RangeError(`the organisation number ${text} does not hold`)
  return parsed
}

function kommune(wanted: string, name: string, unit: string): Organisation {
  const found = kommuner.find(one => one.number === wanted)
  if (!found) throw new RangeError(`there is no kommune ${wanted}`)
  return { name, number: number(found.organisation), unit: number(unit) }
}

export const organisations = {
  bergen: kommune('4601', 'Bergen kommune, smittevernkontoret', '320000106'),
  oslo: kommune('0301', 'Oslo kommune, smittevernkontoret', '320000203'),
  kontrollsenteret: { name: 'Nasjonalt kontrollsenter for innreisekarantene', number: number('320000300') },
  arbeidstilsynet: { name: 'Arbeidstilsynet', number: number('320000408') },
  sykehuset: { name: 'Fjordbyen sykehus, infeksjonsmedisin', number: number('320000505'), unit: number('320000602') },
  legevakten: { name: 'Fjordbyen sykehus, legevakt', number: number('320000505'), unit: number('320000718') },
  fhi: { name: 'Folkehelseinstituttet', number: number('320000807') },
  helsedirektoratet: { name: 'Helsedirektoratet', number: number('312700018') },
  dsb: { name: 'Direktoratet for samfunnssikkerhet og beredskap', number: number('320001412') },
  norskHelsenett: { name: 'Norsk helsenett', number: number('320000904') },
  sporingsverktoyet: { name: 'Sporingsverktøyet AS', number: number('320001005') },
  smittelista: { name: 'Smittelista AS', number: number('320001102') },
  pasientjournalen: { name: 'Pasientjournalen AS', number: number('320001218') },
} as const satisfies Record<string, Organisation>
