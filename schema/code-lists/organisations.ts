import list from './organisations.json' with { type: 'json' }

const names = new Map(list.organisations.map(({ number, name }) => [number, name]))

/** The name of an organisation by its number in Enhetsregisteret, for those in the list: whoever shows it has the number. */
export function findOrganisationName(number: string): string | undefined {
  return names.get(number)
}
