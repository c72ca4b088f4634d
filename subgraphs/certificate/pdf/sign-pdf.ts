import { SignPdf } from '@signpdf/signpdf'
import { Signer } from '@signpdf/utils'
import { signDetached } from './cms.ts'
import type { PdfSeal } from './seal.ts'

/** Fills the place for a signature that was drawn into a PDF. @throws what the seal throws */
export async function signPdf(drawn: Uint8Array, seal: PdfSeal): Promise<Buffer> {
  return new SignPdf().sign(Buffer.from(drawn), new Sealing(seal))
}

/** The library asks for one of its own kind. */
class Sealing extends Signer {
  readonly #seal: PdfSeal

  constructor(seal: PdfSeal) {
    super()
    this.#seal = seal
  }

  override async sign(bytes: Buffer): Promise<Buffer> {
    return Buffer.from(await signDetached(bytes, this.#seal))
  }
}
