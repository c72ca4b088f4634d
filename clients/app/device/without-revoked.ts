import { openCertificate } from '../../../subgraphs/certificate/dcc/browser.ts'
import { isRevoked, type Lists } from '../../lists/index.ts'
import type { Held, Wallet } from './wallet.ts'

/**
 * A wallet without what has been revoked, as the issuer's open lists say it: nobody has to be signed in for that. The
 * domestic certificate goes with any other, since nothing here tells which facts it stands on. Undefined where nothing has
 * been revoked.
 */
export async function withoutRevoked(
  wallet: Wallet,
  { trust, revocations }: Lists,
  told: { readonly now: Date; readonly text: string; readonly language: string },
): Promise<Wallet | undefined> {
  async function isGone({ hc1 }: Held): Promise<boolean> {
    // What cannot be opened is not told apart from what has expired: whether it holds is for the next signed-in contact.
    const opened = await openCertificate(hc1, trust, () => told.now).catch(() => undefined)
    return opened !== undefined && (await isRevoked(revocations, opened, told.now))
  }
  const { vaccination, recovery, tests } = wallet
  const european = [vaccination, recovery, ...tests].filter(held => held !== null)
  const checked = await Promise.all(european.map(async held => [held, await isGone(held)] as const))
  const gone = new Set(checked.filter(([, isRevokedNow]) => isRevokedNow).map(([held]) => held))
  if (gone.size === 0) return undefined
  const kept = (held: Held | null) => (held && gone.has(held) ? null : held)
  const { text, language } = told
  return {
    ...wallet,
    domestic: null,
    vaccination: kept(vaccination),
    recovery: kept(recovery),
    tests: tests.filter(held => !gone.has(held)),
    removed: [...wallet.removed.filter(each => each.text !== text), { text, language }],
  }
}
