import { expect, test } from 'vitest'
import { localClients } from '../../../local/clients.ts'
import { organisations } from '../../../local/personnel/organisations.ts'
import { machines, personnel } from '../../../local/personnel/personnel.ts'
import { personas } from '../../../local/population/personas.ts'

test('nobody at work shares a name or a number with another, or with a citizen', () => {
  const all = [...personas, ...personnel]
  expect(new Set(all.map(({ identifier }) => identifier)).size).toBe(all.length)
  expect(new Set([...all, ...machines].map(({ name }) => name)).size).toBe(all.length + machines.length)
})

test('everybody at work signs in with a client that is approved', () => {
  for (const { name, client } of personnel) expect(localClients.find('helse-id', client)?.status, name).toBe('approved')
  for (const { name, login, client } of machines)
    expect(localClients.find(login, client)?.status, name).toBe('approved')
})

test('organisations have synthetic numbers, and every unit is its own', () => {
  const numbers = Object.values(organisations).flatMap(one => ['unit' in one ? one.unit : one.number])
  expect(new Set(numbers).size).toBe(numbers.length)
  for (const number of numbers) expect(number).toMatch(/^3\d{8}$/)
})
