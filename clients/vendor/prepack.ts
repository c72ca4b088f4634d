import { copyFileSync } from 'node:fs'
import { join } from 'node:path'

/** The views of the graph that the package is for: health personnel’s tools, and citizens’ apps of others. */
const here = import.meta.dirname
for (const view of ['health-personnel', 'vendor'])
  copyFileSync(join(here, `../../schema/views/${view}.graphql`), join(here, `schema/${view}.graphql`))
