import { watch } from 'node:fs'
import { dirname } from 'node:path'
import type { CertificateKind, SignerFor, TrustedSigner } from '../dcc/index.ts'
import { contentOf, KeyFailure, type KeyFault, loadKey } from './load-key.ts'
import type { TokenFault } from './pkcs11/messages.ts'
import { allKinds, chooseKey, endOf, lastSigner, type RingKey, trustListOf } from './ring.ts'
import { RingFileFault, type RingPlan, readRingFile } from './ring-file.ts'
import { createTokenProcesses } from './token-processes.ts'

export type UnusableKey = { readonly name: string; readonly fault: KeyFault }

/** What an operator should see. Holds names and times, no secret. */
export type RingEvent =
  | { readonly event: 'ring-loaded'; readonly keys: readonly string[]; readonly unusable: readonly UnusableKey[] }
  /** The ring's file cannot be used; the keys before it go on signing. */
  | { readonly event: 'ring-not-loaded'; readonly reason: string }
  /** At the start: nothing new is signed, and what was signed before is given. */
  | { readonly event: 'nobody-signs'; readonly reason: string }
  | { readonly event: 'kind-ends-soon'; readonly kind: CertificateKind; readonly endsAt: Date }
  | { readonly event: 'kind-without-key'; readonly kind: CertificateKind }
  | { readonly event: 'token-open'; readonly token: string }
  | { readonly event: 'token-down'; readonly token: string; readonly fault: TokenFault }

/** The signing keys of this process: one order of keys for each kind, changed while requests run. */
export type KeyRing = {
  readonly signerFor: SignerFor
  /** Every certificate of the ring that has not expired: what verifiers must have to trust what was and will be issued. */
  trustList(now: Date): readonly TrustedSigner[]
  /**
   * Reads everything again. Keys that have not changed, or whose new content cannot be used, stay as they are; a ring
   * that cannot be read changes nothing.
   */
  reload(): Promise<void>
  close(): Promise<void>
}

export type KeyRingParts = {
  /** A ring's file, or one key with its certificate. */
  readonly source: { readonly file: string } | { readonly keyFile: string; readonly certificateFile: string }
  readonly env: Readonly<Record<string, string | undefined>>
  readonly clock: () => Date
  readonly report: (event: RingEvent) => void
  /** How often everything is read again, whether or not a change was noticed. */
  readonly everyMs?: number
}

const defaultEveryMs = 60_000
/** A file is often written in several steps. */
const settlesInMs = 100
const dayMs = 86_400_000
const endsSoonMs = 30 * dayMs

/**
 * Opens as well when nobody signs now, because a token is away or the use of the keys is over: certificates that were
 * signed, verification and lists do not wait for a signer.
 * @throws Error naming every key and what is wrong with it, when none of them can ever sign; or what is wrong with the file
 */
export async function openKeyRing(parts: KeyRingParts): Promise<KeyRing> {
  const { source, clock, report } = parts
  const tokens = createTokenProcesses(parts.env, (token, fault) =>
    report(fault ? { event: 'token-down', token, fault } : { event: 'token-open', token }),
  )
  let loaded: ReadonlyMap<string, RingKey> = new Map()
  let keys: readonly RingKey[] = []
  let unusable: readonly UnusableKey[] = []
  let lastReport = ''
  const told = new Map<string, number>()

  async function load(): Promise<void> {
    const plan = 'file' in source ? readRingFile(source.file) : ringOfOne(source)
    const planned = plan.tokens ?? {}
    const tokenOf = (name: string) => {
      const entry = planned[name]
      if (!entry) throw new KeyFailure('TOKEN_MISSING')
      return tokens.of(name, entry)
    }
    const fresh = new Map<string, RingKey>()
    const kept: RingKey[] = []
    const bad: UnusableKey[] = []
    await Promise.all(
      plan.keys.map(async entry => {
        const content = JSON.stringify([contentOf(entry), entry.tokenKey && planned[entry.tokenKey.token]])
        try {
          fresh.set(content, loaded.get(content) ?? (await loadKey(entry, tokenOf)))
        } catch (error) {
          if (!(error instanceof KeyFailure)) throw error
          bad.push({ name: entry.name, fault: error.fault })
          // A file that is just being replaced, a token that is away: the key that was there goes on.
          const before = keys.find(({ name, isAway }) => name === entry.name && !isAway) ?? error.away
          if (before) kept.push(before)
        }
      }),
    )
    // One assignment: a request sees the ring before or after, never in between.
    loaded = fresh
    keys = [...fresh.values(), ...kept]
    unusable = bad
    // What a token that left has under way ends in its own time; no request waits for that.
    tokens.keepOnly(Object.entries(planned)).catch(() => {})
    tellLoaded()
  }

  function tellLoaded(): void {
    const event = { event: 'ring-loaded', keys: keys.map(({ name }) => name).sort(), unusable } as const
    const text = JSON.stringify(event)
    if (text !== lastReport) report(event)
    lastReport = text
  }

  /** Once a day for each kind, as long as nobody does anything about it. */
  function tellOnceADay(event: Extract<RingEvent, { kind: CertificateKind }>, now: number): void {
    const subject = `${event.event} ${event.kind}`
    if (now - (told.get(subject) ?? Number.NEGATIVE_INFINITY) < dayMs) return
    told.set(subject, now)
    report(event)
  }

  function watchEnds(): void {
    const now = clock().getTime()
    for (const kind of allKinds) {
      const end = endOf(keys, kind, now)
      if (end === undefined) tellOnceADay({ event: 'kind-without-key', kind }, now)
      else if (end - now < endsSoonMs) tellOnceADay({ event: 'kind-ends-soon', kind, endsAt: new Date(end) }, now)
    }
  }

  async function readAll(): Promise<void> {
    try {
      await load()
    } catch (error) {
      report({ event: 'ring-not-loaded', reason: reasonOf(error) })
    }
    watchEnds()
  }

  let reading: Promise<void> | undefined
  let isAskedAgain = false
  /** One after the other; what is asked for while one is under way is answered by the next. */
  function reload(): Promise<void> {
    if (reading) isAskedAgain = true
    reading ??= (async () => {
      do {
        isAskedAgain = false
        await readAll()
      } while (isAskedAgain)
    })().finally(() => {
      reading = undefined
    })
    return reading
  }

  await load().catch(async error => {
    await tokens.keepOnly([])
    throw new Error(`the signing keys cannot be read: ${reasonOf(error)}`, { cause: error })
  })
  const now = clock().getTime()
  if (keys.length === 0) {
    await tokens.keepOnly([])
    throw new Error(`no signing key can be used now: ${whyNot(keys, unusable, now)}`)
  }
  const chosen = allKinds.flatMap(kind => chooseKey(keys, kind, now) ?? [])
  if (chosen.every(({ isAway }) => isAway)) report({ event: 'nobody-signs', reason: whyNot(keys, unusable, now) })
  watchEnds()

  const interval = setInterval(() => void reload(), parts.everyMs ?? defaultEveryMs).unref()
  const stopWatching = watchFolder(dirname('file' in source ? source.file : source.keyFile), () => void reload())

  return {
    signerFor: (kind, at) => chooseKey(keys, kind, at.getTime())?.signer ?? lastSigner(keys, kind, at.getTime()),
    trustList: at => trustListOf(keys, at.getTime()),
    reload,
    async close() {
      clearInterval(interval)
      stopWatching()
      await reading
      await tokens.keepOnly([])
    },
  }
}

/** Where a folder cannot be watched (no inotify left, a network share), the interval is enough. */
function watchFolder(folder: string, changed: () => void): () => void {
  let settling: NodeJS.Timeout | undefined
  try {
    const watcher = watch(folder, { persistent: false }, () => {
      clearTimeout(settling)
      settling = setTimeout(changed, settlesInMs).unref()
    })
    watcher.on('error', () => {})
    return () => {
      clearTimeout(settling)
      watcher.close()
    }
  } catch {
    return () => {}
  }
}

/** One key for all that its certificate allows, as long as it is valid. */
function ringOfOne({ keyFile, certificateFile }: { keyFile: string; certificateFile: string }): RingPlan {
  return { keys: [{ name: 'the only key', certificate: certificateFile, keyFile }] }
}

/** Our own words, or the code of the file system. */
function reasonOf(error: unknown): string {
  if (error instanceof RingFileFault) return error.message
  return (error as NodeJS.ErrnoException).code ?? 'unknown'
}

function whyNot(keys: readonly RingKey[], unusable: readonly UnusableKey[], now: number): string {
  return [
    ...unusable.map(({ name, fault }) => `${name}: ${fault}`),
    ...keys.filter(({ useFrom }) => now < useFrom).map(({ name }) => `${name}: NOT_YET_IN_USE`),
    ...keys.filter(({ useUntil }) => useUntil <= now).map(({ name }) => `${name}: USE_IS_OVER`),
  ].join(', ')
}
