import type { Definition, SettingKind } from '../catalogue/definition.ts'
import type { StoredChange } from '../store/settings.ts'

export const typePi: Readonly<Record<SettingKind, string>> = {
  CONSENT: 'samtykke',
  RESERVATION: 'reservasjon',
  ACCESS_RESTRICTION: 'tilgangsbegrensning',
}

/**
 * What an actor that keeps a copy is sent: PVK’s `LagreInnbyggersPersonvernInnstilling` (facts B4). It names the citizen
 * by her number, for that is what the actor knows her by; nowhere but in the body, and made only when it is sent.
 */
export function toReplica(change: StoredChange, { guid, name, kind, party }: Definition) {
  return {
    innbyggerFnr: change.identifier,
    definisjonGuid: guid,
    definisjonNavn: name.nb,
    partKode: party.partKode,
    typePi: typePi[kind],
    aktiv: change.isActive,
    sekvensnummer: change.sequence,
    tidspunkt: change.decidedAt.toISOString(),
    sistEndretTidspunkt: change.changedAt.toISOString(),
  }
}
