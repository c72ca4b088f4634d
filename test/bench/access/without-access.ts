import { registerHooks } from 'node:module'

/*
 * Loaded before a server that is measured without access control (`--import`): two modules give way to ones that only
 * look things up. The product has no such switch.
 */
const replacements: readonly (readonly [ending: string, by: string])[] = [
  ['/dist/schema/access.js', new URL('open-access.js', import.meta.url).href],
  ['/dist/gateway/identity/index.js', new URL('open-identity.js', import.meta.url).href],
]

registerHooks({
  resolve(specifier, context, next) {
    const resolved = next(specifier, context)
    const by = replacements.find(([ending]) => resolved.url.endsWith(ending))?.[1]
    // The replacement itself has the rest of the module from where it always was.
    return by === undefined || context.parentURL === by ? resolved : { ...resolved, url: by }
  },
})
