import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import {
  type RevocationReason,
  type RevocationTarget,
  revocationReasons,
} from '../../subgraphs/certificate/revocation/index.ts'

export const usage = `Usage: npm run revoke -- request WHAT --reason REASON --as NAME
       npm run revoke -- approve ID --as ANOTHER_NAME
       npm run revoke -- list

One person asks, another approves, and then it is revoked.

WHAT    --uvci URN:UVCI:01:NO:…   one certificate; may be repeated
        --uvci-file FILE          many, one a line
        --lot LOT                 every certificate of a dose of this lot
        --organisation NUMBER     every certificate of a dose it gave or a sample it took
        --key KEYID --from TIME [--until TIME]
                                  every certificate signed with a key since then, or between the two
REASON  ${revocationReasons.join(', ')}`

export type Command =
  | {
      readonly do: 'request'
      readonly target: RevocationTarget
      readonly reason: RevocationReason
      readonly as: string
    }
  | { readonly do: 'approve'; readonly id: string; readonly as: string }
  | { readonly do: 'list' }
  | { readonly do: 'help' }

/** @throws Error saying what is missing or does not fit */
export function readCommand(argv: readonly string[]): Command {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      uvci: { type: 'string', multiple: true, default: [] },
      'uvci-file': { type: 'string' },
      lot: { type: 'string' },
      organisation: { type: 'string' },
      key: { type: 'string' },
      from: { type: 'string' },
      until: { type: 'string' },
      reason: { type: 'string', default: '' },
      as: { type: 'string', default: '' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const [what, id, ...rest] = positionals
  if (values.help) return { do: 'help' }
  if (rest.length > 0) throw new Error(`There is one thing too many: ${rest[0]}`)
  switch (what) {
    case 'list':
      return { do: 'list' }
    case 'approve':
      if (id === undefined) throw new Error('Say which request: npm run revoke -- list shows them.')
      return { do: 'approve', id, as: nameIn(values.as) }
    case 'request':
      return { do: 'request', target: targetIn(values), reason: reasonIn(values.reason), as: nameIn(values.as) }
    default:
      throw new Error('Say request, approve or list.')
  }
}

function nameIn(as: string): string {
  if (as.trim() === '') throw new Error('Say who you are: --as NAME')
  return as
}

function reasonIn(text: string): RevocationReason {
  const reason = revocationReasons.find(one => one === text.toUpperCase())
  if (!reason) throw new Error(`--reason is one of ${revocationReasons.join(', ')}.`)
  return reason
}

type Values = {
  readonly uvci: readonly string[]
  readonly 'uvci-file'?: string | undefined
  readonly lot?: string | undefined
  readonly organisation?: string | undefined
  readonly key?: string | undefined
  readonly from?: string | undefined
  readonly until?: string | undefined
}

function targetIn({ uvci, 'uvci-file': file, lot, organisation, key, from, until }: Values): RevocationTarget {
  const listed = file === undefined ? [] : readFileSync(file, 'utf8').split(/\s+/).filter(Boolean)
  const uvcis = [...uvci, ...listed]
  const named: RevocationTarget[] = [
    ...(uvcis.length > 0 ? [{ kind: 'certificates', uvcis } as const] : []),
    ...(lot === undefined ? [] : [{ kind: 'lot', lot } as const]),
    ...(organisation === undefined ? [] : [{ kind: 'organisation', organisation } as const]),
    ...(key === undefined ? [] : [{ kind: 'key', keyId: key, from: from ?? '', until: until ?? null } as const]),
  ]
  const [target, ...others] = named
  if (!target || others.length > 0)
    throw new Error('Name one thing: --uvci, --uvci-file, --lot, --organisation or --key.')
  if (target.kind === 'key' && from === undefined)
    throw new Error('Say since when the key is not to be believed: --from TIME')
  return target
}
