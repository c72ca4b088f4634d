import { readFileSync } from 'node:fs'
import { buildSchema, findBreakingChanges } from 'graphql'
import { describe, expect, test } from 'vitest'
import { vendorChangelog } from '../../../local/schema-changes.ts'
import { inProject } from '../../../local/schema-files.ts'

const read = (path: string) => readFileSync(inProject(path), 'utf8')
const released = (view: string) => read(`clients/vendor/released/${view}.graphql`)

describe.each(['health-personnel', 'vendor'])('the view %s', view => {
  test('keeps every promise of the version that was published last', () => {
    const changes = findBreakingChanges(buildSchema(released(view)), buildSchema(read(`schema/views/${view}.graphql`)))
    expect(changes).toEqual([])
  })
})

test('the changelog names what is new, what has changed and what is gone, and keeps what was written of versions', () => {
  const [path, content] = vendorChangelog(view =>
    view === 'vendor'
      ? `${released(view)}\ntype Novelty { a: Int, b(c: Int): Int }\nextend type Person { shoeSize: Int }`
          .replace('  birthDate: LocalDate\n', '  birthDate: LocalDate!\n')
          .replace(/^enum CertificateKind/m, 'enum CertificateSort')
          .replaceAll(': CertificateKind', ': CertificateSort')
      : released(view),
  )
  expect(path).toBe('clients/vendor/schema/CHANGELOG.md')
  const [, tools = '', apps = ''] = content.split(/^### /m)
  expect(tools).toContain('Nothing.')
  expect(apps).toContain('- `Novelty`\n- `Person.shoeSize`')
  expect(apps).toContain('`LocalDate` has become `LocalDate!`')
  expect(apps).toMatch(/Removed:\n\n- `CertificateKind`/)
  expect(apps).not.toContain('Novelty.a')
  expect(content).toContain('## 0.1.0\n')
})
