import { expect, test } from 'vitest'
import { parseOrganisationNumber } from '../../../schema/scalars/organisation-number.ts'

test.each(['994598759', '912159523', '922734046', '983744516', '983971709', '974761076', '320000106'])(
  '%s is an organisation number',
  text => {
    expect(parseOrganisationNumber(text)).toBe(text)
  },
)

test.each(['994598758', '99459875', '9945987590', '', ' 994598759', '99459875x'])('«%s» is none', text => {
  expect(parseOrganisationNumber(text)).toBeUndefined()
})
