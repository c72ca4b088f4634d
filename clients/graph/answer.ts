/** An error of the graph. The message is for the reader, in the language that `extensions.language` names. */
export type AnswerError = {
  readonly message: string
  readonly path?: readonly (string | number)[]
  readonly extensions?: { readonly code?: string; readonly language?: string; readonly retry?: boolean }
}

/** One register that was asked, how it answered and how fresh its copy is (`extensions.sources`). */
export type Source = {
  readonly register: string
  readonly name: string
  readonly owner: string
  readonly status: 'OK' | 'EMPTY' | 'UNAVAILABLE' | 'TIMEOUT' | 'ERROR' | 'REFUSED'
  readonly updatedAt: string | null
}

export type Answer<Result> = {
  readonly data: Result | null
  readonly errors: readonly AnswerError[]
  readonly sources: readonly Source[]
}

/** The body of a response as an answer, or undefined when it is none. What is inside `data` has the operation's types: the graph promises that. */
export function toAnswer<Result>(body: unknown): Answer<Result> | undefined {
  if (typeof body !== 'object' || body === null || !('data' in body || 'errors' in body)) return undefined
  const {
    data = null,
    errors = [],
    extensions,
  } = body as {
    data?: Result | null
    errors?: readonly AnswerError[]
    extensions?: { sources?: readonly Source[] }
  }
  return { data, errors, sources: extensions?.sources ?? [] }
}

export type Path = readonly (string | number)[]

/**
 * Errors that explain why something lacks at a place: those of the place itself, of what is around it and of what is
 * inside it, except inside fields that tell their own.
 */
export function errorsAt({ errors }: Answer<unknown>, place: Path, tellTheirOwn: Path = []): readonly AnswerError[] {
  return errors.filter(({ path = [] }) => {
    const isNear = place.every((step, index) => index >= path.length || step === path[index])
    return isNear && !tellTheirOwn.some(step => step === path[place.length])
  })
}

/** Each text once: a register that is down says the same about every field. */
export function distinct(errors: readonly AnswerError[]): readonly AnswerError[] {
  return [...new Map(errors.map(error => [error.message, error])).values()]
}

export function hasCode({ errors }: Answer<unknown>, code: string): boolean {
  return errors.some(({ extensions }) => extensions?.code === code)
}
