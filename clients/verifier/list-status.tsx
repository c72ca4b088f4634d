import { writeMoment } from '../language/oslo-time.ts'
import { useWords } from '../language/words.tsx'
import { texts } from './texts.ts'
import type { Contact } from './use-lists.ts'

/** How new what we check against is, and a way to newer. */
export function ListStatus({ contact: { lists, state, ask } }: { readonly contact: Contact }) {
  const { say, language } = useWords()
  return (
    <section className="status">
      <h2>{say(texts.listsTitle)}</h2>
      <p role="status" data-state={state}>
        {lists
          ? say(texts.listsFrom, {
              when: writeMoment(lists.fetchedAt.toISOString(), language),
              signers: lists.trust.length,
            })
          : say(state === 'asking' ? texts.listsComing : texts.NO_LISTS)}{' '}
        {lists && state === 'failed' && say(texts.listsOffline)}
      </p>
      <button type="button" className="quiet" onClick={ask} disabled={state === 'asking'}>
        {say(texts.listsAgain)}
      </button>
    </section>
  )
}
