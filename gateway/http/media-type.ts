import { PublicError } from '../../schema/errors.ts'

/**
 * How the client wants its answer. The media type that says «GraphQL» may have any status; a client that asks for
 * plain JSON takes anything but 200 for the word of a proxy. Who names neither gets JSON, with the status of the fault.
 */
export type ReplyStyle = 'graphql-response' | 'json' | 'unnamed'

export const contentTypes: Readonly<Record<ReplyStyle, string>> = {
  'graphql-response': 'application/graphql-response+json; charset=utf-8',
  json: 'application/json; charset=utf-8',
  unnamed: 'application/json; charset=utf-8',
}

const styleOf: Readonly<Record<string, ReplyStyle>> = {
  'application/graphql-response+json': 'graphql-response',
  'application/json': 'json',
  'application/*': 'unnamed',
  '*/*': 'unnamed',
}

/** How narrowly a range names a type: where two weigh the same, the narrower one counts (RFC 9110 §12.5.1). */
const narrowness: Readonly<Record<ReplyStyle, number>> = { 'graphql-response': 1, json: 1, unnamed: 0 }

/** More ranges than any client has: the rest is not read. */
const mostRanges = 32

/** @throws PublicError NOT_ACCEPTABLE */
export function chooseStyle(accept: string | undefined): ReplyStyle {
  if (accept === undefined || accept.trim() === '') return 'unnamed'
  // What most clients send, to the letter.
  if (Object.hasOwn(styleOf, accept)) return styleOf[accept] as ReplyStyle
  let best: { style: ReplyStyle; weight: number } | undefined
  for (const range of accept.split(',', mostRanges)) {
    const [type = '', ...parameters] = range.split(';').map(part => part.trim().toLowerCase())
    const style = Object.hasOwn(styleOf, type) ? styleOf[type] : undefined
    const weight = weightOf(parameters)
    if (!style || weight <= 0 || !isUtf8(parameters)) continue
    if (best && (best.weight > weight || (best.weight === weight && narrowness[best.style] >= narrowness[style])))
      continue
    best = { style, weight }
  }
  if (!best) throw new PublicError('NOT_ACCEPTABLE')
  return best.style
}

function weightOf(parameters: readonly string[]): number {
  const q = parameters.find(parameter => parameter.startsWith('q='))
  if (q === undefined) return 1
  const weight = Number(q.slice(2))
  return weight >= 0 && weight <= 1 ? weight : 0
}

export function isUtf8(parameters: readonly string[]): boolean {
  const charset = parameters.find(parameter => parameter.startsWith('charset='))
  return charset === undefined || /^charset="?utf-?8"?$/.test(charset)
}

/** What became of an operation, as far as its status tells it. */
export type Outcome = 'data' | 'partial' | 'unreadable' | 'invalid'

/** GraphQL over HTTP, September 2026, «Status Codes», and its appendix on `application/json`. */
const statuses: Readonly<Record<ReplyStyle, Readonly<Record<Outcome, number>>>> = {
  'graphql-response': { data: 200, partial: 294, unreadable: 400, invalid: 422 },
  json: { data: 200, partial: 200, unreadable: 200, invalid: 200 },
  unnamed: { data: 200, partial: 200, unreadable: 400, invalid: 400 },
}

export const statusOf = (style: ReplyStyle, outcome: Outcome): number => statuses[style][outcome]
