import { chmod, rm } from 'node:fs/promises'
import { createServer, request } from 'node:http'
import { join } from 'node:path'
import type { Verdict } from '../../subgraphs/kernel/access-log/verify.ts'
import { isAnswered } from '../revocation/door.ts'

/*
 * `npm start` has the embedded database to itself, so `npm run accesslog` asks it to verify, through a socket in the
 * folder of its keys, which nobody but this user may enter. Progress and verdict come as lines of JSON.
 */

export const logSocketIn = (dataDirectory: string): string => join(dataDirectory, 'keys', 'access-log.sock')

type Line = { readonly entries: number } | { readonly verdict: Verdict } | { readonly failed: string }

export async function openLogDoor(
  verify: (progress: (entries: number) => void) => Promise<Verdict>,
  socket: string,
): Promise<{ close(): Promise<void> }> {
  if (!(await isAnswered(socket))) await rm(socket, { force: true })
  const server = createServer(async (_, response) => {
    const tell = (line: Line) => response.write(`${JSON.stringify(line)}\n`)
    await verify(entries => void tell({ entries })).then(
      verdict => tell({ verdict }),
      (error: Error) => tell({ failed: error.message }),
    )
    response.end()
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(socket, resolve)
  })
  await chmod(socket, 0o600)
  return {
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** The verdict of whoever listens at the socket; undefined when nobody does. */
export async function verdictBehind(
  socketPath: string,
  progress: (entries: number) => void,
): Promise<Verdict | undefined> {
  if (!(await isAnswered(socketPath))) return undefined
  return new Promise((resolve, reject) => {
    const outgoing = request({ socketPath, method: 'POST' }, async response => {
      let text = ''
      for await (const part of response.setEncoding('utf8')) {
        text += part
        const lines = text.split('\n')
        text = lines.pop() ?? ''
        for (const line of lines.map(each => JSON.parse(each) as Line)) {
          if ('entries' in line) progress(line.entries)
          else if ('verdict' in line) resolve(line.verdict)
          else reject(new Error(line.failed))
        }
      }
      reject(new Error('npm start ended before the log was read'))
    })
    outgoing.once('error', reject)
    outgoing.end()
  })
}
