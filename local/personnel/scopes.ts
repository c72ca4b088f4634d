import { graphScope } from '../../gateway/policy/admit-caller.ts'

/** For clients where life may depend on it: opens what a patient has closed, and says so to the patient. */
export const emergencyScope = 'helsegraf:emergency'

/** For who registers tests on travellers: finds or issues a felles hjelpenummer. */
export const helpNumberScope = 'helsegraf:help-number'

/** For clients in which doctors assign a fullmakt for a patient who cannot consent. */
export const assigningScope = 'helsegraf:tildelt-fullmakt'

/** For those whose settings citizens decide: what PVK lets them ask, register and tell. */
export const pvkScopes: readonly string[] = ['nhn:pvk.les', 'nhn:pvk.skriv', 'nhn:pvk.inkludering']

/** What clients of HelseID and Maskinporten may ask for here; the first is needed to reach the graph at all. */
export const workScopes: readonly string[] = [graphScope, emergencyScope, helpNumberScope, assigningScope, ...pvkScopes]

/** `aud` of HelseID's tokens: the name of the API (`nhn:<api>`). */
export const helseIdAudience = 'nhn:helsegraf'
