import { lookup as resolve } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/**
 * Addresses we may be sent to by somebody else: only those of the open network. Checked when an address is registered,
 * and again at every connection, where the name may have come to mean another address (DNS rebinding).
 */
export type AddressPolicy = {
  /** For local runs and tests: any address, and HTTP as well. */
  readonly allowsPrivate: boolean
}

export type AddressFault = 'not-an-address' | 'not-https' | 'credentials' | 'port' | 'private' | 'unknown-host'

export class AddressRefused extends Error {
  override name = 'AddressRefused'
  readonly fault: AddressFault
  constructor(fault: AddressFault) {
    super(`the address is refused: ${fault}`)
    this.fault = fault
  }
}

const longestAddress = 2_048
const ports = new Set(['', '443', '8443'])

/** IANA’s special-purpose addresses (RFC 6890 and its registries): nothing out there answers at them. */
const specialV4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const

/** Within 2000::/3, the only block that is given out (RFC 4291 §2.4); two of them carry an IPv4 address within. */
const specialV6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const

const closed = new BlockList()
for (const [network, prefix] of specialV4) closed.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of specialV6) closed.addSubnet(network, prefix, 'ipv6')
const open = new BlockList()
open.addSubnet('2000::', 3, 'ipv6')

export function isPublicIp(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !closed.check(address, 'ipv4')
    case 6:
      return open.check(address, 'ipv6') && !closed.check(address, 'ipv6')
    default:
      return false
  }
}

/**
 * Reads an address somebody wants to be told at.
 * @throws AddressRefused
 */
export function readAddress(text: string, { allowsPrivate }: AddressPolicy): URL {
  if (text.length > longestAddress || !URL.canParse(text)) throw new AddressRefused('not-an-address')
  const url = new URL(text)
  if (url.protocol !== 'https:' && !(allowsPrivate && url.protocol === 'http:')) throw new AddressRefused('not-https')
  if (url.username || url.password || url.hash) throw new AddressRefused('credentials')
  if (allowsPrivate) return url
  if (!ports.has(url.port)) throw new AddressRefused('port')
  // The URL parser has already made dotted quads of decimal, octal and hexadecimal numbers. No name is looked up for
  // these at connection, so that this is their only check.
  const literal = url.hostname.replace(/^\[|\]$/g, '')
  if (isIP(literal) !== 0 && !isPublicIp(literal)) throw new AddressRefused('private')
  return url
}

/** Looks names up as `net.connect` wants it, and refuses a name that has any address of our own networks. */
export function guardedLookup({ allowsPrivate }: AddressPolicy, resolveName: typeof resolve = resolve): LookupFunction {
  return (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '')
      const [first] = addresses
      if (!first) return callback(new AddressRefused('unknown-host'), '')
      if (!allowsPrivate && !addresses.every(({ address }) => isPublicIp(address))) {
        return callback(new AddressRefused('private'), '')
      }
      if (options.all) return callback(null, addresses)
      callback(null, first.address, first.family)
    })
  }
}

/**
 * Reads an address and looks its name up, for whoever registers one.
 * @throws AddressRefused
 */
export async function checkAddress(
  text: string,
  policy: AddressPolicy,
  resolveName: typeof resolve = resolve,
): Promise<URL> {
  const url = readAddress(text, policy)
  if (isIP(url.hostname.replace(/^\[|\]$/g, '')) !== 0) return url
  const { promise, resolve: found, reject } = Promise.withResolvers<void>()
  guardedLookup(policy, resolveName)(url.hostname, { all: true }, error => (error ? reject(error) : found()))
  await promise.catch((error: Error) => {
    throw error instanceof AddressRefused ? error : new AddressRefused('unknown-host')
  })
  return url
}
