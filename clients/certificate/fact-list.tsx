import type { ReactNode } from 'react'
import styles from './certificate.module.css'

export type Fact = readonly [label: ReactNode, value: ReactNode]

/** Labels and values; what has no value is left out. */
export function FactList({ facts }: { readonly facts: readonly Fact[] }) {
  return (
    <dl className={styles.facts}>
      {facts.map(
        ([label, value], index) =>
          value !== null &&
          value !== undefined && (
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is fixed
            <div key={index}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ),
      )}
    </dl>
  )
}
