/** `nam`: as written, and as a machine-readable travel document writes it (ICAO 9303). */
export type PersonName = {
  readonly fn?: string
  readonly gn?: string
  readonly fnt?: string
  readonly gnt?: string
}

/** What all entries say: certificate id, country of the event, issuer, disease. */
type Entry = {
  readonly ci: string
  readonly co: string
  readonly is: string
  readonly tg: string
}

export type VaccinationEntry = Entry & {
  readonly dn: number
  readonly dt: string
  readonly ma: string
  readonly mp: string
  readonly sd: number
  readonly vp: string
}

export type TestEntry = Entry & {
  /** RAT only. */
  readonly ma?: string
  /** NAAT only. */
  readonly nm?: string
  readonly sc: string
  readonly tc?: string
  readonly tr: string
  readonly tt: string
}

export type RecoveryEntry = Entry & {
  readonly df: string
  readonly du: string
  readonly fr: string
}

/** A DCC as we issue it: one entry of one kind (DCC schema 1.3.x; one document for the three of them). */
export type Dcc = {
  readonly v?: readonly [VaccinationEntry]
  readonly t?: readonly [TestEntry]
  readonly r?: readonly [RecoveryEntry]
  readonly dob: string
  readonly nam: PersonName
  readonly ver: string
}

/** What a certificate for use in Norway says: whose it is, and nothing of why. */
export type DomesticPayload = Pick<Dcc, 'dob' | 'nam' | 'ver'>

type Received<Fields> = {
  readonly [Name in keyof Fields]?: Fields[Name] | null
}

/** A DCC as somebody signed it: any field may be missing or null, and older versions hold several entries. */
export type ReceivedDcc = {
  readonly v?: readonly Received<VaccinationEntry>[] | null
  readonly t?: readonly Received<TestEntry>[] | null
  readonly r?: readonly Received<RecoveryEntry>[] | null
  readonly dob?: string | null
  readonly nam?: Received<PersonName> | null
  readonly ver?: string | null
}
