import { watch } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname } from 'node:path'

export type TextWatch = {
  /** Reads the file now, also where nothing seems to have changed. */
  readAgain(): void
  close(): void
}

/** A writer of a file is given this long to finish. */
const quietMs = 200

/**
 * Tells each new text of a file. The folder is watched, not the file: whoever replaces a file writes another
 * and renames it, and a mounted configuration changes the link that leads to it.
 */
export function watchText(
  path: string,
  known: string,
  { changed, failed }: { changed: (text: string) => void; failed: (error: Error) => void },
): TextWatch {
  let last = known
  let timer: NodeJS.Timeout | undefined

  async function read({ always }: { always: boolean }): Promise<void> {
    try {
      const text = await readFile(path, 'utf8')
      // Between the truncation of a file and its new text there is nothing to read.
      if (text.trim() === '' || (text === last && !always)) return
      last = text
      changed(text)
    } catch (error) {
      // In the middle of a replacement there may be no file: its new one is told of too.
      if (always || (error as NodeJS.ErrnoException).code !== 'ENOENT') failed(error as Error)
    }
  }

  function soon(): void {
    clearTimeout(timer)
    timer = setTimeout(() => void read({ always: false }), quietMs)
    timer.unref()
  }

  const watcher = openWatcher(dirname(path), soon, failed)
  return {
    readAgain: () => void read({ always: true }),
    close() {
      clearTimeout(timer)
      watcher?.close()
    },
  }
}

/** Where folders cannot be watched (too many are, or a network holds them), the signal still works. */
function openWatcher(folder: string, seen: () => void, failed: (error: Error) => void) {
  try {
    const watcher = watch(folder, { persistent: false }, seen)
    watcher.on('error', failed)
    return watcher
  } catch (error) {
    failed(error as Error)
    return undefined
  }
}
