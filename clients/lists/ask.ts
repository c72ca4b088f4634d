/** The lists cannot be had now: nobody answers, or not with what was asked for. */
export class ListsUnavailable extends Error {
  override name = 'ListsUnavailable'
  /** Of the answer, where there was one. */
  readonly status: number | undefined

  constructor(
    message: string,
    { status, cause }: { readonly status?: number | undefined; readonly cause?: unknown } = {},
  ) {
    super(message, { cause })
    this.status = status
  }
}

const deadlineMs = 10_000
/** A country’s hundred thousand revocations are half of this. */
const largestBytes = 4 * 1024 * 1024

export type Answered = { readonly status: number; readonly headers: Headers; readonly body: Uint8Array<ArrayBuffer> }

/** Where the issuer's lists are, at the origin of every page that reads them. */
const issuer = '/verifier/'

/** Asks the issuer that serves this page, within a time and a size. @throws ListsUnavailable */
export async function ask(path: string, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
  let status: number | undefined
  try {
    const signal = AbortSignal.timeout(deadlineMs)
    const response = await fetch(issuer + path, { headers, signal, credentials: 'omit', redirect: 'error' })
    status = response.status
    if (!response.ok) throw new Error(`status ${status}`)
    return { status, headers: response.headers, body: await readBody(response) }
  } catch (cause) {
    throw new ListsUnavailable(path, { status, cause })
  }
}

export async function askJson(path: string, headers?: Readonly<Record<string, string>>): Promise<unknown> {
  return JSON.parse(textOf((await ask(path, headers)).body))
}

export const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

async function readBody(response: Response): Promise<Uint8Array<ArrayBuffer>> {
  const parts: BlobPart[] = []
  let bytes = 0
  const reader = response.body?.getReader()
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    bytes += read.value.length
    if (bytes > largestBytes) {
      await reader?.cancel()
      throw new RangeError('an answer that is too long')
    }
    parts.push(read.value)
  }
  return new Uint8Array(await new Blob(parts).arrayBuffer())
}
