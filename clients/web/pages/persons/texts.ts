import type { Texts } from '../../../language/language.ts'

export const texts = {
  title: {
    nb: 'Hvem vil du se opplysninger om?',
    nn: 'Kven vil du sjå opplysningar om?',
    en: 'Whose data do you want to see?',
  },
  intro: {
    nb: 'Du kan se dine egne opplysninger, og for barna dine og dem som har gitt deg fullmakt.',
    nn: 'Du kan sjå dine eigne opplysningar, og for barna dine og dei som har gitt deg fullmakt.',
    en: 'You can see your own data, and those of your children and of people who have given you power of attorney.',
  },
  yourself: { nb: 'Deg selv', nn: 'Deg sjølv', en: 'Yourself', se: 'Don ieš' },
  others: { nb: 'Andre du kan hjelpe', nn: 'Andre du kan hjelpe', en: 'Others you can help' },
  nobody: {
    nb: 'Det er ingen andre du kan se opplysninger for i dag. Fullmakter gis av den de gjelder.',
    nn: 'Det er ingen andre du kan sjå opplysningar for i dag. Fullmakter blir gitt av den dei gjeld.',
    en: 'There is nobody else whose data you can see today. A power of attorney is given by the person it is about.',
  },
  born: { nb: 'Født {day}', nn: 'Fødd {day}', en: 'Born {day}' },
} as const satisfies Texts
