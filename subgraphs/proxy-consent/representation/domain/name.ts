import type { Kin } from '../../../../schema/kin.ts'

/**
 * Whether a name somebody wrote is this person's: with or without middle names, in any case and spacing. Letters must
 * be right: a name that nearly fits may be a number that nearly fits.
 */
export function isSameName(written: string, { given, middle, family }: Kin['name']): boolean {
  const wanted = normalized(written)
  const whole = [given, middle, family].filter(part => part !== null).join(' ')
  return wanted !== '' && [whole, `${given} ${family}`].some(name => normalized(name) === wanted)
}

function normalized(name: string): string {
  return name.normalize('NFKC').trim().replace(/\s+/g, ' ').toLocaleLowerCase('nb')
}
