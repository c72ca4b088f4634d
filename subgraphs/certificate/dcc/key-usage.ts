import type { CertificateKind } from './facts.ts'

const allKinds: readonly CertificateKind[] = ['test', 'vaccination', 'recovery']

/** Extended key usage says what a signer may sign. The second root is a mistake of 2021 that is still in live use. */
const usageRoots = ['1.3.6.1.4.1.1847.2021.1', '1.3.6.1.4.1.0.1847.2021.1']
const kindOfUsage = new Map<string, CertificateKind>(
  usageRoots.flatMap(root => allKinds.map((kind, index): [string, CertificateKind] => [`${root}.${index + 1}`, kind])),
)

/** The kinds a signer may sign, by the object identifiers of its extended key usages. None of ours there means all. */
export function kindsOf(usages: readonly string[]): ReadonlySet<CertificateKind> {
  const named = usages.map(usage => kindOfUsage.get(usage)).filter(kind => kind !== undefined)
  return new Set(named.length > 0 ? named : allKinds)
}
