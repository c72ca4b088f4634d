import { readFileSync } from 'node:fs'
import type { TokenFault } from './pkcs11/messages.ts'
import { startTokenProcess, type TokenProcess } from './pkcs11/token-process.ts'
import type { TokenEntry } from './ring-file.ts'

export type TokenProcesses = {
  /** The process of a token; the same one as long as its entry is the same. */
  of(name: string, entry: TokenEntry): TokenProcess
  /** Ends the processes of tokens that are not among these any more. */
  keepOnly(entries: readonly (readonly [name: string, entry: TokenEntry])[]): Promise<void>
}

const defaultSessions = 4
const defaultDeadlineMs = 2_000
/** What a PKCS#11 library may need of any process. */
const ordinaryVariables = ['HOME', 'LANG', 'LD_LIBRARY_PATH', 'PATH', 'TZ', 'SOFTHSM2_CONF']

/**
 * The tokens of a ring, each in a process of its own.
 * @param env where PINs and the libraries' own variables are looked up
 * @param report is told when a token opens (no fault) or goes down
 */
export function createTokenProcesses(
  env: Readonly<Record<string, string | undefined>>,
  report: (token: string, fault: TokenFault | undefined) => void,
): TokenProcesses {
  const running = new Map<string, TokenProcess>()
  const idOf = (name: string, entry: TokenEntry) => JSON.stringify([name, entry])

  function start(name: string, entry: TokenEntry): TokenProcess {
    return startTokenProcess(
      {
        module: entry.module,
        token: entry.token,
        readPin: () => readPin(entry, env),
        sessions: entry.sessions ?? defaultSessions,
        deadlineMs: entry.deadlineMs ?? defaultDeadlineMs,
        environment: pick(env, [...ordinaryVariables, ...(entry.environment ?? [])]),
      },
      state => report(name, state.state === 'down' ? state.fault : undefined),
    )
  }

  return {
    of(name, entry) {
      const id = idOf(name, entry)
      const token = running.get(id) ?? start(name, entry)
      running.set(id, token)
      return token
    },
    async keepOnly(entries) {
      const kept = new Set(entries.map(([name, entry]) => idOf(name, entry)))
      const leaving = [...running].filter(([id]) => !kept.has(id))
      for (const [id] of leaving) running.delete(id)
      await Promise.all(leaving.map(([, token]) => token.close()))
    },
  }
}

function readPin({ pinFile, pinVariable }: TokenEntry, env: Readonly<Record<string, string | undefined>>): string {
  const pin = pinFile === undefined ? env[pinVariable ?? ''] : readFileSync(pinFile, 'utf8').split(/\r?\n/)[0]
  if (!pin) throw new Error('there is no PIN')
  return pin
}

function pick(env: Readonly<Record<string, string | undefined>>, names: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap(name => {
      const value = env[name]
      return value === undefined ? [] : [[name, value] as const]
    }),
  )
}
