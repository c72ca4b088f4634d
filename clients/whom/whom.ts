import { createContext, useContext } from 'react'

/** Whose data a page shows: the id of a representation, or undefined for the person who is signed in. */
export type Whom = string | undefined

export const WhomContext = createContext<Whom>(undefined)

export const useWhom = (): Whom => useContext(WhomContext)

/** What a document about one of them takes: its fragment stands under `me`, or under the representation. */
export type WhomVariables = { readonly for?: string | null; readonly isForAnother: boolean }

export const variablesFor = (whom: Whom): WhomVariables =>
  whom === undefined ? { isForAnother: false } : { for: whom, isForAnother: true }

/** The answer to such a document. */
export type AboutPerson<Person, Right = unknown> = {
  readonly me:
    | (Partial<Person> & { readonly representations?: readonly (Right & { readonly person: Person | null })[] | null })
    | null
}

/** The person it is about; null or undefined where there is none or nobody could tell. */
export function personIn<Person>({ me }: AboutPerson<Person>, whom: Whom): Person | null | undefined {
  if (whom !== undefined) return me?.representations?.[0]?.person
  // Nothing was left out: of herself the fragment is asked whole.
  return me as Person | null
}
