import { useCallback, useEffect, useRef, useState } from 'react'
import { DeviceCertificatesDocument } from '../../../schema/generated/graphql.ts'
import { inLanguage, type Locale } from '../../../schema/scalars/locale.ts'
import type { Answer } from '../../graph/answer.ts'
import { ask, SignedOut } from '../../graph/ask.ts'
import { texts } from '../texts.ts'
import { openSealedStore, type SealedStore } from './sealed-store.ts'
import { afterContact, needsRenewal, signedIn, toWallet, type Wallet, withoutRevoked } from './wallet.ts'

/** How the last attempt to reach the graph went. */
export type Contact = 'none-yet' | 'asking' | 'answered' | 'signed-out' | 'no-answer'

export type UsedWallet = {
  /** Undefined until the device has been read; null where it holds nothing. */
  readonly wallet: Wallet | null | undefined
  readonly contact: Contact
  /** What of the last answer could not be told. */
  readonly answer: Answer<unknown> | undefined
  readonly renew: () => void
  /** What was removed has been read. */
  readonly dismiss: () => void
  readonly erase: () => void
}

/** How often an open app looks whether something should be renewed. */
const lookMs = 60_000

/**
 * What the device holds, shown at once; then the graph is asked: when the app is opened, when it comes to the front, when
 * the network comes back, and in good time before something expires.
 */
export function useWallet(language: Locale): UsedWallet {
  const [wallet, setWallet] = useState<Wallet | null>()
  const [contact, setContact] = useState<Contact>('none-yet')
  const [answer, setAnswer] = useState<Answer<unknown>>()
  const store = useRef<SealedStore>(undefined)
  const held = useRef<Wallet>(undefined)
  const isAsking = useRef(false)

  /** Whoever is signed out is not asked about, but what has been revoked is known to all. */
  const dropRevoked = useCallback(async () => {
    if (!held.current || !store.current) return
    // Opening certificates is more than half of all script here, and mostly not needed.
    const { fetchLists, revokedAmong } = await import('../../lists/index.ts')
    const revoked = await revokedAmong(signedIn(held.current), await fetchLists(), new Date())
    const left = withoutRevoked(held.current, revoked, inLanguage(texts.revoked, language))
    if (left === held.current) return
    await store.current.write(left)
    held.current = left
    setWallet(left)
  }, [language])

  const renew = useCallback(async () => {
    if (isAsking.current || !store.current) return
    isAsking.current = true
    setContact('asking')
    try {
      const told = await ask(DeviceCertificatesDocument, {}, { language })
      const renewed = afterContact(held.current, told, new Date())
      if (renewed) await store.current.write(renewed)
      held.current = renewed
      setWallet(renewed ?? null)
      setAnswer(told)
      setContact('answered')
    } catch (error) {
      const isSignedOut = error instanceof SignedOut
      setContact(isSignedOut ? 'signed-out' : 'no-answer')
      if (isSignedOut) await dropRevoked().catch(() => undefined)
    } finally {
      isAsking.current = false
    }
  }, [language, dropRevoked])

  useEffect(() => {
    let isGone = false
    async function begin(): Promise<void> {
      store.current ??= await openSealedStore()
      held.current = toWallet(await store.current.read())
      if (isGone) return
      setWallet(held.current ?? null)
      await renew()
    }
    void begin().catch(() => setWallet(null))
    const look = () => {
      if (document.visibilityState === 'visible') void renew()
    }
    const timer = setInterval(() => {
      if (held.current && needsRenewal(held.current, new Date())) look()
    }, lookMs)
    window.addEventListener('online', look)
    document.addEventListener('visibilitychange', look)
    return () => {
      isGone = true
      clearInterval(timer)
      window.removeEventListener('online', look)
      document.removeEventListener('visibilitychange', look)
    }
  }, [renew])

  const dismiss = useCallback(async () => {
    if (!held.current || !store.current) return
    held.current = { ...held.current, removed: [] }
    setWallet(held.current)
    await store.current.write(held.current)
  }, [])

  const erase = useCallback(async () => {
    await store.current?.erase()
    held.current = undefined
    setWallet(null)
  }, [])

  return {
    wallet,
    contact,
    answer,
    renew: () => void renew(),
    dismiss: () => void dismiss(),
    erase: () => void erase(),
  }
}
