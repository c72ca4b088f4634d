/**
 * GraphQL over server-sent events, «distinct connections mode» (graphql-sse, PROTOCOL.md): one operation a connection,
 * each answer an event `next`, and `complete` where no more will come. Between gateway and subgraphs, and to clients.
 */
export const eventStreamType = 'text/event-stream'

export const printNext = (answer: unknown): string => `event: next\ndata: ${JSON.stringify(answer)}\n\n`
export const printComplete = 'event: complete\ndata:\n\n'
/** A comment: whoever reads sees that the connection lives. */
export const printHeartbeat = ':\n\n'

/** Whoever writes sends something at least so often. */
export const heartbeatMs = 12_000

/** Headers of a stream. No proxy may collect events before it sends them on. */
export const eventStreamHeaders: Readonly<Record<string, string>> = {
  'content-type': `${eventStreamType}; charset=utf-8`,
  'cache-control': 'no-store',
  'x-accel-buffering': 'no',
}

/** Whether `text/event-stream` is among what an Accept header names. */
export const acceptsEvents = (accept: string | undefined): boolean =>
  accept?.toLowerCase().includes(eventStreamType) === true &&
  accept.split(',', 32).some(range => range.split(';', 1)[0]?.trim().toLowerCase() === eventStreamType)

/**
 * The answers in a stream, until it is complete.
 * @throws Error where an event is larger than told, is no JSON, or the stream ends before it is complete
 */
export async function* readEvents(
  parts: AsyncIterable<Uint8Array>,
  largestBytes: number,
): AsyncGenerator<unknown, void> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const part of parts) {
    text = (text + decoder.decode(part, { stream: true })).replaceAll('\r\n', '\n')
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const { name, data } = readEvent(text.slice(0, end))
      text = text.slice(end + 2)
      if (name === 'complete') return
      if (name === 'next') yield parseData(data)
    }
    if (text.length > largestBytes) throw new Error('an event is too large')
  }
  throw new Error('the stream ended before it was complete')
}

function readEvent(text: string): { name: string; data: string } {
  let name = ''
  const data: string[] = []
  for (const line of text.split('\n')) {
    const [field = '', value = ''] = split(line)
    if (field === 'event') name = value
    if (field === 'data') data.push(value)
  }
  return { name, data: data.join('\n') }
}

/** HTML, «Interpreting an event stream»: one space after the colon is not part of the value. */
function split(line: string): [string, string] {
  const at = line.indexOf(':')
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1).replace(/^ /, '')]
}

/** The parser's own message quotes what it read: that may be a person's data. */
function parseData(data: string): unknown {
  try {
    return JSON.parse(data)
  } catch {
    throw new Error(`an event of ${data.length} characters that are not JSON`)
  }
}

/**
 * Values as long as whoever reads them is there: a source that waits for its next event may not look at a signal. It is
 * told to end, and not waited for; how that failed is told to `failed`.
 */
export async function* untilAborted<Value>(
  values: AsyncIterable<Value>,
  signal: AbortSignal,
  failed: (error: unknown) => void = () => {},
): AsyncGenerator<Value, void> {
  const iterator = values[Symbol.asyncIterator]()
  let stop = () => {}
  const abort = () => stop()
  signal.addEventListener('abort', abort, { once: true })
  try {
    while (!signal.aborted) {
      // A promise for each value: one that lasts as long as the stream would hold all that was ever raced against it.
      const { promise, resolve, reject } = Promise.withResolvers<IteratorResult<Value, unknown>>()
      stop = () => resolve({ done: true, value: undefined })
      iterator.next().then(resolve, reject)
      const next = await promise
      if (next.done) return
      yield next.value
    }
  } finally {
    signal.removeEventListener('abort', abort)
    iterator.return?.()?.catch(failed)
  }
}
