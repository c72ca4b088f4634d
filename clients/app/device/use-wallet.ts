import { useCallback, useEffect, useRef, useState } from 'react'
import { DeviceCertificatesDocument } from '../../../schema/generated/graphql.ts'
import { inLanguage, type Locale } from '../../../schema/scalars/locale.ts'
import type { Answer } from '../../graph/answer.ts'
import { ask as askGraph, SignedOut } from '../../graph/ask.ts'
import { texts } from '../texts.ts'
import { openSealedStore, type SealedStore } from './sealed-store.ts'
import { afterContact, needsRenewal, signedIn, toWallet, untoldIn, type Wallet, withoutRevoked } from './wallet.ts'

/** How the last attempt to reach the graph went. */
export type Contact = 'none-yet' | 'asking' | 'answered' | 'signed-out' | 'no-answer'

export type UsedWallet = {
  /** Undefined until the device has been read; null where it holds nothing. */
  readonly wallet: Wallet | null | undefined
  readonly contact: Contact
  /** What of the last answer could not be told. */
  readonly answer: Answer<unknown> | undefined
  /** Everything was deleted from the device, and nobody has asked for it again. */
  readonly isErased: boolean
  /** The person asks, also after an erasure. */
  readonly renew: () => void
  /** She leaves to sign in: what is fetched after it is kept. */
  readonly reopen: () => void
  /** What was removed has been read. */
  readonly dismiss: () => void
  readonly erase: () => void
}

/** How often an open app looks whether something should be renewed. */
const lookMs = 60_000
/** How often lists are read without anybody asking. */
const listsMs = 3_600_000

/**
 * What the device holds, shown at once; then the graph is asked: when the app is opened, when it comes to the front, when
 * the network comes back, and in good time before something expires.
 */
export function useWallet(language: Locale): UsedWallet {
  const [wallet, setWallet] = useState<Wallet | null>()
  const [contact, setContact] = useState<Contact>('none-yet')
  const [answer, setAnswer] = useState<Answer<unknown>>()
  const [isErased, setErased] = useState(false)
  const store = useRef<SealedStore>(undefined)
  const held = useRef<Wallet>(undefined)
  const isAsking = useRef(false)
  /** What is known between two looks: how the last attempt went and when it was, when lists were read, whether to stay silent. */
  const now = useRef({ contact: 'none-yet' as Contact, askedAt: 0, listsAt: 0, isErased: false })

  const tellContact = useCallback((contact: Contact) => {
    now.current.contact = contact
    setContact(contact)
  }, [])
  const tellErased = useCallback((isErased: boolean) => {
    now.current.isErased = isErased
    setErased(isErased)
  }, [])

  const keep = useCallback(
    async (fresh: Wallet) => {
      const isFirst = !held.current
      const isKept = (await store.current?.write(fresh)) === true
      held.current = isKept ? fresh : undefined
      setWallet(held.current ?? null)
      tellErased(!isKept)
      // Browsers clear what lies long unused, unless they have promised not to. Some ask the person, which is not waited for.
      if (isKept && isFirst) navigator.storage?.persist?.().catch(() => undefined)
    },
    [tellErased],
  )

  /** What the graph did not tell about may have been revoked all the same, and that is known to all. */
  const dropRevoked = useCallback(
    async (doubted: readonly string[]) => {
      if (!held.current || doubted.length === 0 || Date.now() - now.current.listsAt < listsMs) return
      now.current.listsAt = Date.now()
      // Opening certificates is more than half of all script here, and mostly not needed.
      const { fetchLists, revokedAmong } = await import('../../lists/index.ts')
      const revoked = await revokedAmong(doubted, await fetchLists(), new Date())
      if (!held.current) return
      const left = withoutRevoked(held.current, { doubted, revoked }, inLanguage(texts.revoked, language))
      if (left !== held.current) await keep(left)
    },
    [language, keep],
  )

  /** What the device does by itself is not told of until there is something to tell. */
  const ask = useCallback(
    async (telling: 'aloud' | 'quietly') => {
      if (isAsking.current || !store.current) return
      isAsking.current = true
      now.current.askedAt = Date.now()
      if (telling === 'aloud') tellContact('asking')
      let doubted: readonly string[] = []
      try {
        const told = await askGraph(DeviceCertificatesDocument, {}, { language })
        const renewed = afterContact(held.current, told, new Date())
        if (renewed) await keep(renewed)
        else setWallet(null)
        setAnswer(told)
        tellContact('answered')
        if (renewed) doubted = untoldIn(renewed, told)
      } catch (error) {
        const isSignedOut = error instanceof SignedOut
        tellContact(isSignedOut ? 'signed-out' : 'no-answer')
        if (isSignedOut && held.current) doubted = signedIn(held.current)
      } finally {
        isAsking.current = false
      }
      await dropRevoked(doubted).catch(() => undefined)
    },
    [language, keep, dropRevoked, tellContact],
  )

  useEffect(() => {
    let isGone = false
    async function begin(): Promise<void> {
      store.current ??= await openSealedStore()
      held.current = toWallet(await store.current.read())
      const wasErased = await store.current.isErased()
      if (isGone) return
      setWallet(held.current ?? null)
      tellErased(wasErased)
      if (!wasErased) await ask('aloud')
    }
    void begin().catch(() => setWallet(null))
    const isSeen = () => document.visibilityState === 'visible' && !now.current.isErased
    const comeToFront = () => {
      if (isSeen()) void ask('aloud')
    }
    const comeOnline = () => {
      now.current.listsAt = 0
      comeToFront()
    }
    const look = () => {
      if (!isSeen() || !held.current) return
      // The graph would say no, and nobody has signed in on this page since.
      if (now.current.contact === 'signed-out') void dropRevoked(signedIn(held.current)).catch(() => undefined)
      else if (needsRenewal(held.current, new Date(), new Date(now.current.askedAt))) void ask('quietly')
    }
    const timer = setInterval(look, lookMs)
    window.addEventListener('online', comeOnline)
    document.addEventListener('visibilitychange', comeToFront)
    return () => {
      isGone = true
      clearInterval(timer)
      window.removeEventListener('online', comeOnline)
      document.removeEventListener('visibilitychange', comeToFront)
    }
  }, [ask, dropRevoked, tellErased])

  const reopen = useCallback(async () => {
    await store.current?.reopen()
    tellErased(false)
  }, [tellErased])

  const renew = useCallback(async () => {
    now.current.listsAt = 0
    await reopen()
    await ask('aloud')
  }, [ask, reopen])

  const dismiss = useCallback(async () => {
    if (held.current) await keep({ ...held.current, removed: [] })
  }, [keep])

  const erase = useCallback(async () => {
    await store.current?.erase()
    held.current = undefined
    setWallet(null)
    tellErased(true)
  }, [tellErased])

  return {
    wallet,
    contact,
    answer,
    isErased,
    renew: () => void renew(),
    reopen: () => void reopen(),
    dismiss: () => void dismiss(),
    erase: () => void erase(),
  }
}
