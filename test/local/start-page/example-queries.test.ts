import { readFileSync } from 'node:fs'
import { buildSchema, parse, validate } from 'graphql'
import { expect, test } from 'vitest'
import { exampleQueries } from '../../../local/start-page/example-queries.ts'

const published = readFileSync(new URL('../../../schema/api.graphql', import.meta.url), 'utf8')

test.each(exampleQueries.map(query => [/query \w+/.exec(query)?.[0], query]))(
  '%s is valid against the published schema',
  (_, query = '') => {
    expect(validate(buildSchema(published), parse(query)).map(error => error.message)).toEqual([])
  },
)
