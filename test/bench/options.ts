/** `--name 5` among the options of a benchmark. */
export function numberOption(options: readonly string[], name: string, fallback: number): number {
  const at = options.indexOf(`--${name}`)
  if (at < 0) return fallback
  const value = Number(options[at + 1])
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`--${name} takes a whole number`)
  return value
}
