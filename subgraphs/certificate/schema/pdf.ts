import { Field, ObjectType, registerEnumType } from 'type-graphql'

export enum CertificatePdfVersion {
  V1 = 'V1',
  V4 = 'V4',
}
registerEnumType(CertificatePdfVersion, {
  name: 'CertificatePdfVersion',
  description: 'Which form a certificate is printed in.',
  valuesConfig: {
    V1: { description: 'Norway’s first, of May 2021: digitally signed, without a QR code.' },
    V4: { description: 'As the EU has it, of June 2021: with the QR code of the certificate.' },
  },
})

@ObjectType({
  description:
    'A link to the certificate as a PDF: accessible (PDF/UA), digitally signed (PAdES), in the reader’s language. It is good for one fetch.',
})
export class CertificatePdf {
  @Field(() => String, {
    description: 'Where to fetch it, once. Relative to the address of the graph where the installation names no other.',
  })
  url!: string

  @Field(() => Date, { description: 'When the link stops working, whether or not it was followed.' })
  expiresAt!: Date
}
