import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { genesis, linkEntries } from '../../../subgraphs/kernel/access-log/entry.ts'
import { openSpools } from '../../../subgraphs/kernel/access-log/spool.ts'
import { at, entries } from './an-entry.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'helsegraf-spool-'))
})
afterEach(() => rmSync(directory, { recursive: true, force: true }))

const bytes = 1024 * 1024
const chain = { writer: crypto.randomUUID(), sequence: 0, hash: genesis }
const { rows } = linkEntries(chain, entries(5))

test('rows come back as they were and in order, and are forgotten when told', () => {
  const { own } = openSpools({ directory, bytes })
  expect(own.oldestAt()).toBeUndefined()
  own.keep(rows.slice(0, 2), at)
  own.keep(rows.slice(2), new Date(at.getTime() + 1_000))
  expect(own.oldestAt()).toEqual(at)
  const first = own.first(3)
  expect(first.map(({ row }) => row)).toEqual(rows.slice(0, 3))
  own.forget(first[2]?.number ?? 0)
  expect(own.first(10).map(({ row }) => row)).toEqual(rows.slice(3))
  expect(own.oldestAt()).toEqual(new Date(at.getTime() + 1_000))
  own.close()
})

test('what a process leaves behind is found by the next; an empty file is taken away', () => {
  const before = openSpools({ directory, bytes })
  before.own.keep(rows, at)
  before.own.close()
  const { own, left } = openSpools({ directory, bytes })
  expect(left.map(spool => spool.first(10).map(({ row }) => row))).toEqual([rows])
  own.remove()
  for (const spool of left) spool.remove()
  expect(readdirSync(directory).filter(name => name.endsWith('.sqlite'))).toEqual([])
})

test('what a process holds is left alone', () => {
  const one = openSpools({ directory, bytes })
  one.own.keep(rows, at)
  const other = openSpools({ directory, bytes })
  expect(other.left).toEqual([])
  one.own.close()
  other.own.close()
})

test('a full spool keeps nothing of what does not fit, and all that did', () => {
  const { own } = openSpools({ directory, bytes: 100_000 })
  let kept = 0
  expect(() => {
    for (;;) {
      own.keep(rows, at)
      kept += rows.length
    }
  }).toThrow(/full/)
  expect(kept).toBeGreaterThan(0)
  expect(own.first(100_000)).toHaveLength(kept)
  own.forget(own.first(rows.length).at(-1)?.number ?? 0)
  own.close()
})

test('nobody but this user may read it', () => {
  const { own } = openSpools({ directory, bytes })
  const [file = ''] = readdirSync(directory).filter(name => name.endsWith('.sqlite'))
  expect(statSync(join(directory, file)).mode & 0o077).toBe(0)
  own.close()
})
