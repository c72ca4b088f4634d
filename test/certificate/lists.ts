import { createEpochs, type EpochOptions, type Epochs } from '../../subgraphs/certificate/store/epochs.ts'
import { type CertificateTables, certificateMigrations } from '../../subgraphs/certificate/store/tables.ts'
import { migrate } from '../../subgraphs/kernel/database.ts'
import { aDatabase, type TestDatabase } from '../database.ts'

/** A certificate database that replicas share. */
export async function aCertificateDatabase(): Promise<TestDatabase> {
  const database = await aDatabase()
  await migrate(database, 'certificate', certificateMigrations)
  return database
}

/** What one replica keeps up with; closed before its database. */
export async function someEpochs(
  database: TestDatabase,
  options: EpochOptions = {},
): Promise<Epochs & AsyncDisposable> {
  const epochs = await createEpochs(database.as<CertificateTables>(), { pollMs: 50, ...options })
  return { ...epochs, [Symbol.asyncDispose]: epochs.close }
}

/** Looks until it is so, at most for so long; answers how long it took, in milliseconds. */
export async function until(isSo: () => boolean | Promise<boolean>, atMostMs: number): Promise<number> {
  const began = performance.now()
  while (!(await isSo())) {
    const took = performance.now() - began
    if (took > atMostMs) throw new Error(`not so within ${atMostMs} ms`)
    await new Promise(resolve => setTimeout(resolve, 5))
  }
  return performance.now() - began
}
