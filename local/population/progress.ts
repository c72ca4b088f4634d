/** Tells how far long work has come: how many of how many. */
export type Progress = (done: number, total: number) => void

const everyMs = 1_000

/** Writes a line a second to standard error, with the rate and the time left, and one at the end. */
export function progressOnStandardError(what: string, now: () => number = () => performance.now()): Progress {
  const started = now()
  let written = started
  return (done, total) => {
    const time = now()
    if (time - written < everyMs && done < total) return
    written = time
    process.stderr.write(`${progressLine(what, { done, total, seconds: (time - started) / 1000 })}\n`)
  }
}

export function progressLine(
  what: string,
  { done, total, seconds }: { readonly done: number; readonly total: number; readonly seconds: number },
): string {
  const rate = done / Math.max(seconds, 0.001)
  const left = rate === 0 ? '' : `, ${Math.ceil((total - done) / rate)} s left`
  const percent = total === 0 ? 100 : Math.floor((100 * done) / total)
  return `${what} ${done} of ${total} (${percent} %), ${Math.round(rate)} a second${done < total ? left : `, ${seconds.toFixed(1)} s`}`
}
