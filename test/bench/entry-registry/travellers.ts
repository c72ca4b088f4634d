import { sql } from 'kysely'
import type { Database } from '../../../subgraphs/kernel/database.ts'

type Plan = { readonly travellers: number; readonly others: number }

/**
 * Travellers of the last ten days, most with one test and some with two, one in thirty with a number that has changed.
 * Their numbers are eleven digits whose control digits do not hold: nobody's, and no store looks at them.
 */
export async function fillTravellers(database: Database, { travellers, others }: Plan): Promise<void> {
  const kysely = database.as<unknown>()
  const total = travellers + others
  await sql`
    insert into person.person (person_id, given_name, family_name, birth_date, sex, address_protection, language, updated_at)
    select i, 'Kari', 'Nordmann', '1980-01-01', 'F', 'UGRADERT', 'nb', now() from generate_series(1, ${total}) i`.execute(
    kysely,
  )
  await sql`
    insert into person.identifier (identifier, person_id, kind, issued_on, superseded_on)
    select (10000000000 + i)::text, i, 'FODSELSNUMMER', date '1980-01-01', null::date from generate_series(1, ${total}) i
    union all
    select (40000000000 + i)::text, i, 'D_NUMMER', date '1979-01-01', date '1980-01-01'
    from generate_series(1, ${total}) i where i % 30 = 0`.execute(kysely)
  for (const table of ['irrs_entry', 'preparedness_entry']) {
    await sql`
      insert into entry_registry.${sql.raw(table)} (reference, party_reference, login_method, identity_source,
        identity_assignment, fodselsnummer, given_name, family_name, phone, language, travelled_on, registered_at, updated_at,
        postal_code, entry_kommune, quarantine_choice, party_size, party_children, follow_up)
      select '4601-47-4-' || i || '-1', '4601-47-4-' || i, 'ID_PORTEN', 'ID_PORTEN', 'MANUAL', (10000000000 + i)::text,
        'Kari', 'Nordmann', '+4740000001', 'nb', current_date - (i % 9)::int, now() - (i % 9) * interval '1 day',
        now() - (i % 9) * interval '1 day', '5003', case when i <= ${travellers} then '4601' else '0301' end, 1001, 1, 0,
        'NOT_SET'
      from generate_series(1, ${total}) i
      where ${table} = 'irrs_entry' or i % 2 = 0`.execute(kysely)
  }
  await sql`
    insert into test.result (result_id, sample_id, person_identifier, method, outcome, state, result_text, sampled_at,
      received_at)
    select gen_random_uuid(), gen_random_uuid(), (case when i % 30 = 0 then 40000000000 else 10000000000 end + i)::text,
      'NAAT', case when i % 25 = 0 then 'POSITIVE' else 'NEGATIVE' end,
      case when i % 20 = 0 then 'PRELIMINARY' else 'FINAL' end, 'Ikke påvist',
      now() - (i % 9) * interval '1 day' + sample * interval '1 minute', now() - (i % 9) * interval '1 day' + interval '1 hour'
    from generate_series(1, ${total}) i, generate_series(1, 2) sample
    where i % 5 <> 0 and (sample = 1 or i % 3 = 0)`.execute(kysely)
  await sql`insert into test.freshness values (true, now())`.execute(kysely)
  await sql`insert into entry_registry.freshness values ('IRRS', now()), ('PREPAREDNESS', now())`.execute(kysely)
  await sql`insert into entry_registry.municipality_organisation values ('4601', '310000001')`.execute(kysely)
  await sql`insert into entry_registry.agreement values ('4601', 'KS-1', '2020-01-01', null)`.execute(kysely)
  await sql`
    insert into entry_registry.subscription
    select '4601', source, '2020-01-01', null from unnest(array['IRRS', 'PREPAREDNESS', 'MSIS_LAB']) source`.execute(
    kysely,
  )
  await sql`
    insert into entry_registry.authorisation (authorisation_id, kommune, caller, organisation, role, purposes, valid_from,
      given_by, given_at)
    values (gen_random_uuid(), '4601', 'pseudonym-of-the-doctor', '310000001', 'MUNICIPAL_DOCTOR', array['quarantine'],
      '2020-01-01', 'nobody', '2020-01-01')`.execute(kysely)
  await sql`analyze`.execute(kysely)
}

/** The same page by one statement that knows all tables: no purpose, no law, no log, no keys. */
export async function byHand(database: Database): Promise<string> {
  const { rows } = await sql<{ answer: unknown }>`
    with mine as materialized (
      select 'P' as kind, entry_id, reference, identifier, travelled_on, given_name, family_name, phone, language
      from entry_registry.preparedness_entry
      where (entry_kommune = '4601' or quarantine_kommune = '4601') and registered_at >= current_date - 10
        and identifier is not null
      union all
      select 'I', entry_id, reference, identifier, travelled_on, given_name, family_name, phone, language
      from entry_registry.irrs_entry e
      where (entry_kommune = '4601' or quarantine_kommune = '4601') and travelled_on >= current_date - 20
        and identifier is not null and not exists (
          select from entry_registry.preparedness_entry p
          where p.reference = e.reference and p.registered_at >= current_date - 10)
    ), asked as (
      select mine.reference, mine.travelled_on, own.person_id, every.identifier as number
      from mine join person.identifier own on own.identifier = mine.identifier
      join person.identifier every on every.person_id = own.person_id
    ), answer as (
      select distinct on (asked.reference, r.sample_id) asked.reference, asked.travelled_on, r.outcome, r.state,
        coalesce(r.sampled_at, r.received_at) as taken_at, r.sample_id
      from asked join test.result r on r.person_identifier = asked.number
      where r.method <> 'ANTIBODY' and r.received_at >= current_date - 20
      order by asked.reference, r.sample_id,
        case r.state when 'CORRECTED' then 2 when 'FINAL' then 1 else 0 end desc, r.received_at desc
    ), status as (
      select reference, bool_or(outcome = 'POSITIVE' and state <> 'PRELIMINARY') as is_positive,
        (array_agg(case when state = 'PRELIMINARY' then 'PENDING' when outcome = 'NEGATIVE' then 'NEGATIVE' else 'UNCLEAR' end
          order by taken_at desc, sample_id desc)
          filter (where taken_at >= travelled_on::timestamp at time zone 'Europe/Oslo'))[1] as newest
      from answer group by reference
    ), negative as (
      select mine.*, count(*) over () as total from mine join status using (reference)
      where newest = 'NEGATIVE' and not is_positive
      order by travelled_on desc, entry_id desc limit 100
    )
    select json_build_object('totalCount', max(total), 'edges', json_agg(json_build_object('node', json_build_object(
      'id', reference, 'toFollowUp', true, 'testStatus', 'NEGATIVE',
      'entry', json_build_object('name', negative.given_name || ' ' || negative.family_name, 'travelledOn', travelled_on,
        'phone', phone, 'language', negative.language),
      'person', json_build_object('name', json_build_object('full', p.given_name || ' ' || p.family_name), 'testResults', (
        select json_agg(json_build_object('outcome', r.outcome, 'state', r.state, 'sampledAt', r.sampled_at)
          order by r.sampled_at desc)
        from test.result r join person.identifier i on i.identifier = r.person_identifier
        where i.person_id = p.person_id))))
      order by travelled_on desc, entry_id desc)) as answer
    from negative join person.identifier own on own.identifier = negative.identifier
    join person.person p on p.person_id = own.person_id`.execute(database.as<unknown>())
  return JSON.stringify(rows[0]?.answer)
}
