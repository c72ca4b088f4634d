import { useCallback, useEffect, useState } from 'react'
import { fetchLists, keptLists, type Lists } from '../lists/index.ts'

export type Contact = {
  readonly lists: Lists | undefined
  /** `failed`: what was kept is used, if there is anything. */
  readonly state: 'asking' | 'fresh' | 'failed'
  readonly ask: () => Promise<void>
}

const askEveryMs = 15 * 60_000

/** The lists of the last contact, at once; newer ones when the page opens, when the network comes back, and now and then. */
export function useLists(): Contact {
  const [lists, setLists] = useState<Lists>()
  const [state, setState] = useState<Contact['state']>('asking')
  const ask = useCallback(async () => {
    setState('asking')
    try {
      setLists(await fetchLists())
      setState('fresh')
    } catch {
      setState('failed')
    }
  }, [])
  useEffect(() => {
    keptLists()
      .then(kept => kept && setLists(known => known ?? kept))
      // What was kept cannot be read any more: the next contact writes it anew.
      .catch(() => undefined)
      .then(ask)
    const timer = setInterval(ask, askEveryMs)
    addEventListener('online', ask)
    return () => {
      clearInterval(timer)
      removeEventListener('online', ask)
    }
  }, [ask])
  return { lists, state, ask }
}
