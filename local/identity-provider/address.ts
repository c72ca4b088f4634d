/** The port of everything, unless `PORT` says another. */
const usualPort = 4000

/** The identity provider listens beside the graph: on the next port. */
export function identityProviderPort(port: number): number {
  return port + 1
}

/** Where the provider of this machine is, for commands that are run beside `npm start` with the same `PORT`. */
export function localIssuer(port: string | undefined): string {
  return `http://localhost:${identityProviderPort(Number(port ?? usualPort))}`
}
