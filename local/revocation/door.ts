import { chmod, rm } from 'node:fs/promises'
import { createServer, type IncomingMessage, request } from 'node:http'
import { connect } from 'node:net'
import { join } from 'node:path'
import {
  ApprovalRefused,
  type RevocationReason,
  type RevocationRequest,
  type RevocationTarget,
  TargetInvalid,
} from '../../subgraphs/certificate/revocation/index.ts'
import type { RevocationDesk } from './desk.ts'

/*
 * `npm start` has the embedded database to itself, so `npm run revoke` speaks to it through a socket in the folder of
 * its keys, which nobody but this user may enter.
 */

export const socketIn = (dataDirectory: string): string => join(dataDirectory, 'keys', 'revocation.sock')

type Message =
  | {
      readonly ask: 'request'
      readonly target: RevocationTarget
      readonly reason: RevocationReason
      readonly as: string
    }
  | { readonly ask: 'approve'; readonly id: string; readonly as: string }
  | { readonly ask: 'list' }

/** What the desk said no to. */
export class DeskRefused extends Error {
  override name = 'DeskRefused'
}

export async function openDoor(desk: RevocationDesk, socket: string): Promise<{ close(): Promise<void> }> {
  if (!(await isAnswered(socket))) await rm(socket, { force: true })
  const server = createServer(async (incoming, response) => {
    const answer = await answerMessage(desk, await readText(incoming))
    response.end(JSON.stringify(answer))
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
        server.closeIdleConnections()
      }),
  }
}

/** A socket that a crash has left behind is answered by nobody. */
export function isAnswered(socket: string): Promise<boolean> {
  return new Promise(resolve => {
    const connection = connect(socket)
    connection.once('connect', () => {
      connection.destroy()
      resolve(true)
    })
    connection.once('error', () => resolve(false))
  })
}

async function answerMessage(desk: RevocationDesk, text: string): Promise<{ answer: unknown } | { refused: string }> {
  try {
    const message: Message = JSON.parse(text)
    switch (message.ask) {
      case 'request':
        return { answer: await desk.request(message.target, message.reason, message.as) }
      case 'approve':
        return { answer: await desk.approve(message.id, message.as) }
      case 'list':
        return { answer: await desk.list() }
      default:
        return { refused: message satisfies never }
    }
  } catch (error) {
    return { refused: explain(error) }
  }
}

/** In words, whatever was refused or went wrong. */
export function explain(error: unknown): string {
  if (error instanceof TargetInvalid) return `That cannot be revoked: name ${error.message}.`
  if (!(error instanceof ApprovalRefused)) return error instanceof Error ? error.message : String(error)
  const texts = {
    REQUEST_UNKNOWN: 'There is no such request.',
    SAME_PERSON: 'Whoever asked cannot approve: another person has to.',
    ALREADY_APPROVED: 'That request has been approved before.',
    REQUEST_LAPSED: 'That request is more than a week old. Ask again.',
  } as const
  return texts[error.reason]
}

/** The desk of whoever listens at the socket; undefined when nobody does. */
export async function deskBehind(socket: string): Promise<RevocationDesk | undefined> {
  if (!(await isAnswered(socket))) return undefined
  const ask = (message: Message) => send(socket, JSON.stringify(message))
  return {
    request: async (target, reason, as) => (await ask({ ask: 'request', target, reason, as })) as string,
    approve: async (id, as) => (await ask({ ask: 'approve', id, as })) as { certificates: number },
    list: async () => ((await ask({ ask: 'list' })) as WrittenRequest[]).map(revive),
  }
}

type WrittenRequest = Omit<RevocationRequest, 'requestedAt' | 'approvedAt'> & {
  readonly requestedAt: string
  readonly approvedAt?: string
}

function revive({ requestedAt, approvedAt, ...rest }: WrittenRequest): RevocationRequest {
  return {
    ...rest,
    requestedAt: new Date(requestedAt),
    approvedAt: approvedAt === undefined ? undefined : new Date(approvedAt),
  }
}

function send(socketPath: string, body: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ socketPath, method: 'POST', timeout: 30_000 }, response => {
      readText(response).then(text => {
        const { answer, refused } = JSON.parse(text) as { answer?: unknown; refused?: string }
        if (refused === undefined) resolve(answer)
        else reject(new DeskRefused(refused))
      }, reject)
    })
    outgoing.once('error', reject)
    outgoing.end(body)
  })
}

async function readText(incoming: IncomingMessage): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of incoming as AsyncIterable<Buffer>) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}
