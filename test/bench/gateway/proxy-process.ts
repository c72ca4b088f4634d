import { startFloor } from './floor-server.ts'

/** The floor of all floors: one hop. Somebody else has the whole answer ready; the bytes are handed through. */
startFloor((body, authorization, ask) => ask('/whole', body, authorization))
