#!/usr/bin/env node
import { parseArgs } from 'node:util'
import { describeFailure } from '../describe-failure.ts'
import { createGraph } from '../index.ts'
import { openLogin, readSettings } from '../settings.ts'
import { followList, type ListState } from './list.ts'

const usage = `Usage: helsegraf-contact-tracing --municipality 4601 [--purpose QUARANTINE|CONTACT_TRACING]
         [--settings helsegraf.json] [--as NAME]

Shows a municipality’s list of travellers, and changes as they come. Ctrl-C ends.`

const statuses = { POSITIVE: 'positive', NEGATIVE: 'negative', PENDING: 'waiting', UNCLEAR: 'unclear', NONE: 'no test' }

function draw({ municipality, rows, troubles, changed }: ListState): void {
  const isNew = new Set(changed)
  console.log(`\n${municipality}: ${rows.length} travellers, ${new Date().toLocaleTimeString('nb-NO')}`)
  for (const trouble of troubles) console.log(`  ! ${trouble}`)
  for (const { id, entry, toFollowUp, testStatus } of rows) {
    const status = testStatus ? statuses[testStatus] : 'not shown'
    const columns = [entry.travelledOn, entry.fromCountry ?? '–', entry.name.padEnd(28), status.padEnd(9)]
    console.log(`${isNew.has(id) ? '→' : ' '} ${columns.join('  ')}  ${toFollowUp ? 'follow up' : ''}`)
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      municipality: { type: 'string' },
      purpose: { type: 'string', default: 'QUARANTINE' },
      settings: { type: 'string', default: 'helsegraf.json' },
      as: { type: 'string' },
    },
  })
  const { municipality, purpose } = values
  if (municipality === undefined || (purpose !== 'QUARANTINE' && purpose !== 'CONTACT_TRACING')) throw new Error(usage)
  const settings = await readSettings(values.settings)
  const graph = createGraph({ url: settings.graph, tokens: await openLogin(settings, values.as) })
  const ending = new AbortController()
  process.once('SIGINT', () => ending.abort())
  process.once('SIGTERM', () => ending.abort())
  for await (const state of followList(graph, { municipality, purpose }, ending.signal)) draw(state)
}

await main().catch(error => {
  console.error(describeFailure(error))
  process.exitCode = 1
})
