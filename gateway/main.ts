/** The gateway alone, as its own process: all that it needs is loaded when it already hears signals. */
import './read-again.ts'

await import('./serve.ts')
