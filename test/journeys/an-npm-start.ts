import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { projectFolder } from '../../local/schema-files.ts'

/** `npm start` as a newcomer runs it: another process, its own folder, real HTTP. */
export type Running = {
  readonly url: string
  readonly port: number
  readonly printed: () => string
  stop(): Promise<number | null>
}

/** Three ports in a row, below those that the system gives to others (32768 and up) while this runs. */
export async function aFreeStretch(): Promise<number> {
  for (;;) {
    const first = 12_000 + 3 * Math.floor(Math.random() * 6_000)
    const free = await Promise.all([first, first + 1, first + 2].map(isFree))
    if (free.every(Boolean)) return first
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)))
  })
}

export async function npmStart(folder: string, port: number): Promise<Running> {
  const environment = {
    ...process.env,
    PORT: String(port),
    DATA_DIR: folder,
    DATABASE_URL: '',
    REDIS_URL: '',
    NODE_ENV: '',
  }
  const child = spawn('npm', ['start'], {
    cwd: projectFolder,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let printed = ''
  const { promise: ready, resolve, reject } = Promise.withResolvers<void>()
  child.stdout.on('data', data => {
    printed += data
    if (printed.includes('Ctrl-C stops.')) resolve()
  })
  child.stderr.on('data', data => {
    printed += data
  })
  const gone = new Promise<number | null>(resolve => child.once('exit', resolve))
  gone.then(code => reject(new Error(`npm start ended with ${code}: ${printed}`)))
  await ready
  return {
    url: `http://localhost:${port}`,
    port,
    printed: () => printed,
    stop() {
      // As Ctrl-C does: the signal goes to the whole group.
      if (child.pid !== undefined) process.kill(-child.pid, 'SIGINT')
      return gone
    },
  }
}
