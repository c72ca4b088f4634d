import type { Fault, Verdict } from '../../subgraphs/kernel/access-log/verify.ts'

/** The verdict in words: what was read, and what is wrong with it. */
export function tellVerdict({ chains, entries, heads, unsigned, open, faults }: Verdict): string {
  const read = `Read ${counted(entries, 'entry', 'entries')} in ${counted(chains, 'chain', 'chains')}, with ${counted(heads, 'signed head', 'signed heads')}.`
  if (faults.length > 0) {
    const told = faults.map(fault => `  chain ${fault.writer}, entry ${fault.sequence}: ${explain(fault)}`)
    return [`The access log is NOT whole.`, ...told, `${read} What follows a fault in its chain was not read.`].join(
      '\n',
    )
  }
  const notes = [
    ...(unsigned > 0
      ? [`${counted(unsigned, 'entry is', 'entries are')} newer than the last signed head of the chain.`]
      : []),
    ...(open > 0
      ? [`${counted(open, 'chain has', 'chains have')} no final head: the process that writes it runs, or was killed.`]
      : []),
  ]
  return ['The access log is whole.', read, ...notes].join('\n')
}

function explain({ kind, sequence }: Fault): string {
  switch (kind) {
    case 'changed':
      return 'it was changed, or does not follow the entry before it.'
    case 'missing':
      return 'it is missing, though there are later ones.'
    case 'cut':
      return 'it is missing, though a signed head says that the chain reached it: the end was cut off.'
    case 'forged head':
      return 'the head at this entry was not signed by the key that it names.'
    case 'unknown key':
      return 'the head at this entry was signed by a key that is not in ACCESS_LOG_PUBLIC_JWKS.'
    case 'another head':
      return `its signed head says another hash: entries up to ${sequence} were made anew.`
    case 'after the end':
      return 'it comes after the head that ended the chain.'
    default:
      return kind satisfies never
  }
}

const counted = (many: number, one: string, several: string) => `${many} ${many === 1 ? one : several}`
