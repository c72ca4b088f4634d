import type { Trap } from '../trap.ts'

const done: string[] = []
const doing = (what: string, ms: number) => async () => {
  await new Promise(resolve => setTimeout(resolve, ms))
  done.push(what)
  return { id: what }
}

/** One after another as they were asked, over subgraphs; what is read of them afterwards is not. */
export const trap: Trap = {
  subgraphs: {
    first: {
      sdl: `type Query { nothing: Int } type Mutation { open: Door close: Door } type Door @key(fields: "id") { id: ID! }`,
      resolvers: { Mutation: { open: doing('open', 20), close: doing('close', 1) } },
    },
    second: {
      sdl: 'type Mutation { enter: Door } type Door @key(fields: "id") { id: ID! width: Int }',
      resolvers: { Mutation: { enter: doing('enter', 5) }, Door: { width: ({ id }) => id.length } },
    },
  },
  done,
  asked: [
    {
      query: 'mutation { open { width } enter { width id } close { id } again: enter { id } }',
      data: { open: { width: 4 }, enter: { width: 5, id: 'enter' }, close: { id: 'close' }, again: { id: 'enter' } },
      fetches: { first: 2, second: 3 },
      done: ['open', 'enter', 'close', 'enter'],
    },
  ],
}
