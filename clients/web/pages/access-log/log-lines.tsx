import Button from '@helsenorge/designsystem-react/components/Button'
import { useState } from 'react'
import {
  type AccessArea,
  type AccessKind,
  type LogPageFragment,
  OlderLinesDocument,
  type PersonOlderLinesFragment,
} from '../../../../schema/generated/graphql.ts'
import { ask } from '../../../graph/ask.ts'
import { texts as graphTexts } from '../../../graph/texts.ts'
import { useWords } from '../../../language/words.tsx'
import { personIn, useWhom, variablesFor } from '../../../whom/whom.ts'
import { LogLine } from './log-line.tsx'
import { texts } from './texts.ts'

type LogLinesProps = {
  readonly kind: AccessKind
  readonly filter: { readonly area?: AccessArea; readonly from?: string }
  readonly newest: LogPageFragment
}

/** The log from its last line on; older ones are fetched when somebody wants them. */
export function LogLines({ kind, filter, newest }: LogLinesProps) {
  const { say, language } = useWords()
  const whom = useWhom()
  const [older, setOlder] = useState<readonly LogPageFragment[]>([])
  const [state, setState] = useState<'idle' | 'asking' | 'failed'>('idle')
  const { hasNextPage, endCursor: after } = (older.at(-1) ?? newest).pageInfo
  const nodes = [newest, ...older].flatMap(page => page.nodes)

  async function fetchOlder(end: string): Promise<void> {
    if (state === 'asking') return
    setState('asking')
    const variables = { ...variablesFor(whom), ...filter, kind, after: end }
    const answer = await ask(OlderLinesDocument, variables, { language }).catch(() => undefined)
    const page = answer?.data && personIn<PersonOlderLinesFragment>(answer.data, whom)?.accessLog
    setState(page ? 'idle' : 'failed')
    if (page) setOlder([...older, page])
  }

  if (nodes.length === 0) return <p>{say(kind === 'READ' ? texts.nobody : texts.noCopies)}</p>
  return (
    <>
      <ol className="rows">
        {nodes.map(line => (
          <li key={line.id}>
            <LogLine line={line} />
          </li>
        ))}
      </ol>
      {/* Always there, so that what comes into it is read. */}
      <p role="status">
        {state === 'asking' ? say(graphTexts.asking) : state === 'failed' && say(graphTexts.notFetched)}
      </p>
      {hasNextPage && after && (
        <Button variant="outline" onClick={() => void fetchOlder(after)}>
          {say(texts.older)}
        </Button>
      )}
    </>
  )
}
