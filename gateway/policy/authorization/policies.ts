import type { Policies } from './meet.ts'

/** What fields of the graph may ask of a caller, by the names they have in `@policy`. */
export const policies: Policies = {
  citizen: ({ kind }) => kind === 'citizen',
  'health-personnel': ({ kind }) => kind === 'health-personnel',
  /** Somebody at work, whether health personnel or not. */
  personnel: ({ kind }) => kind === 'health-personnel' || kind === 'clerk',
  machine: ({ kind }) => kind === 'machine',
}
