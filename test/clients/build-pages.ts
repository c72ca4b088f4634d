import { execFileSync } from 'node:child_process'
import { inProject } from '../../local/schema-files.ts'

/** Before the tests: the clients' pages as the sources have them now. Builds nothing when nothing has changed. */
export default function buildPages(): void {
  execFileSync(process.execPath, [inProject('clients/build.ts')], { stdio: 'inherit' })
}
