import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { progress } from '../report.ts'

/** The project's root, seen from where this file is built to. */
export const root = fileURLToPath(new URL('../../../../', import.meta.url))
export const peersFolder = join(root, 'test/bench/peers')

const installSeconds = 600

/** Installs the peers, which are no part of the product, exactly as their lock file says. */
export async function installPeers(): Promise<void> {
  if (existsSync(join(peersFolder, 'node_modules/.package-lock.json'))) return
  progress('installing the peers (once): npm ci in test/bench/peers')
  const npm = spawn('npm', ['ci', '--no-audit', '--no-fund'], {
    cwd: peersFolder,
    // What npm says goes to standard error: standard output is the report's.
    stdio: ['ignore', 2, 2],
    timeout: installSeconds * 1_000,
  })
  const [code] = await once(npm, 'exit')
  if (code !== 0) throw new Error(`npm ci in ${peersFolder} ended with ${code}`)
}

/** Grafbase's own binary: its npm package brings one for each platform. */
export function grafbaseBinary(): string {
  const cpu = process.arch === 'arm64' ? 'aarch64' : 'x86_64'
  const binary = join(peersFolder, `node_modules/@grafbase/cli-${cpu}-unknown-linux-musl/grafbase`)
  if (!existsSync(binary)) throw new Error(`Grafbase's package brings no binary for ${process.arch}`)
  return binary
}
