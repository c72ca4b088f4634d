/** What `make` makes of code; undefined where the process may not make any: then all is done the other way. */
export function made<T>(make: () => T): T | undefined {
  try {
    return make()
  } catch (error) {
    if (error instanceof EvalError) return undefined
    throw error
  }
}
