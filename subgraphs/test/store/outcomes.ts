import { type Kysely, sql } from 'kysely'
import { outcomeLetters, resultWindowDays } from '../../../schema/cohort.ts'
import { addDays, startOfOsloDay } from '../../../schema/scalars/local-date.ts'
import type { OutcomeQuestion } from './result-store.ts'
import type { TestTables } from './tables.ts'

const { POSITIVE, NEGATIVE, PENDING, UNCLEAR, NONE } = outcomeLetters

/**
 * One letter a candidate, by `domain/traveller-status.ts`, in one statement over the index of persons. Numbers come as one
 * text and letters go as one: a row each would cost more than finding them.
 */
export async function readOutcomes(
  kysely: Kysely<TestTables>,
  { numbers, days, others, places, today, changedSince }: OutcomeQuestion,
): Promise<{ readonly letters: string; readonly updatedAt: Date | undefined }> {
  const windowStart = startOfOsloDay(addDays(today, -resultWindowDays))
  const { rows } = await sql<{ letters: string | null; updated_at: Date | null }>`
    with candidate as materialized (
      select at, number::bpchar as number,
        ((${today}::date - (ascii(day) - 48))::timestamp at time zone 'Europe/Oslo') as arrived_from
      from unnest(string_to_array(${numbers}, ','), string_to_array(${days}, null)) with ordinality as c (number, day, at)
    ), asked as (
      select at, number from candidate
      union all
      select at, number::bpchar
      from unnest(string_to_array(${others}, ','), string_to_array(${places}, ',')::bigint[]) as o (number, at)
    ), answer as (
      select asked.at, r.sample_id, r.outcome, r.state, r.arrived_at,
        row_number() over newest_first as place,
        coalesce(max(r.sampled_at) over sample, min(r.received_at) over sample) as taken_at
      from asked join test.result r on r.person_identifier = asked.number
      where r.method <> 'ANTIBODY' and r.received_at >= ${windowStart}
      window
        sample as (partition by asked.at, r.sample_id),
        newest_first as (
          partition by asked.at, r.sample_id
          order by case r.state when 'CORRECTED' then 2 when 'FINAL' then 1 else 0 end desc, r.received_at desc,
            r.result_id desc
        )
    ), person as (
      select answer.at,
        bool_or(outcome = 'POSITIVE' and state <> 'PRELIMINARY') as is_positive,
        (array_agg(case
          when state = 'PRELIMINARY' then ${PENDING}::text when outcome = 'NEGATIVE' then ${NEGATIVE} else ${UNCLEAR} end
          order by taken_at desc, sample_id desc) filter (where taken_at >= arrived_from))[1] as newest,
        max(arrived_at) as arrived_at
      from answer join candidate using (at)
      where place = 1 and taken_at >= ${windowStart}
      group by answer.at
    )
    select string_agg(
        case when person.arrived_at > ${changedSince} then lower(letter) else letter end, '' order by at) as letters,
      (select max(updated_at) from test.freshness) as updated_at
    from candidate left join person using (at), lateral (
      select case when is_positive then ${POSITIVE}::text else coalesce(newest, ${NONE}) end as letter
    ) said`.execute(kysely)
  return { letters: rows[0]?.letters ?? '', updatedAt: rows[0]?.updated_at ?? undefined }
}
