import Button from '@helsenorge/designsystem-react/components/Button'
import Checkbox from '@helsenorge/designsystem-react/components/Checkbox'
import Input from '@helsenorge/designsystem-react/components/Input'
import RadioButton from '@helsenorge/designsystem-react/components/RadioButton'
import { type FormEvent, useId, useState } from 'react'
import {
  type AccessRestrictionInput,
  type ClosedFragment,
  LiftAccessRestrictionDocument,
  type RestrictableArea,
  SetAccessRestrictionDocument,
  type SettingFragment,
} from '../../../../schema/generated/graphql.ts'
import { writeDay } from '../../../language/oslo-time.ts'
import { useWords } from '../../../language/words.tsx'
import { texts } from './texts.ts'
import type { Decision } from './use-decision.ts'

type RestrictionsProps = {
  readonly setting: SettingFragment
  readonly decision: Decision
  readonly mayDecide: boolean
}

/** What is closed to whom, line by line; each can be taken away, and another added. */
export function Restrictions({ setting: { id, restrictions, definition }, decision, mayDecide }: RestrictionsProps) {
  const { say, plain } = useWords()
  const inWords = useRestrictionInWords()
  // What is sent takes the place of what was closed before, so all that stays goes along.
  const keep = (kept: readonly ClosedFragment[], ...added: AccessRestrictionInput[]) =>
    kept.length + added.length === 0
      ? decision.decide(LiftAccessRestrictionDocument, { setting: id })
      : decision.decide(SetAccessRestrictionDocument, { setting: id, restrictions: [...kept, ...added] })
  return (
    <>
      {restrictions.length > 0 && (
        <ul className="closed">
          {restrictions.map(each => (
            <li key={JSON.stringify(each)}>
              <span>{inWords(each)}</span>
              {mayDecide && (
                <Button
                  variant="borderless"
                  ariaLabel={`${plain(texts.open)}: ${inWords(each)}`}
                  onClick={() => void keep(restrictions.filter(other => other !== each))}
                >
                  {say(texts.open)}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayDecide && definition.isSelectable && (
        <details>
          <summary>{say(texts.closeMore)}</summary>
          <NewRestriction close={added => void keep(restrictions, added)} />
        </details>
      )}
    </>
  )
}

const allAreas: readonly RestrictableArea[] = ['VACCINATIONS', 'TESTS', 'RECOVERIES']

function useRestrictionInWords(): (restriction: ClosedFragment) => string {
  const { plain, language } = useWords()
  return ({ areas, organisation, hprNumber, from, until }) =>
    [
      areas ? areas.map(area => plain(texts[area])).join(', ') : plain(texts.everything),
      organisation
        ? plain(texts.forOrganisation, { number: organisation })
        : hprNumber
          ? plain(texts.forPerson, { number: hprNumber })
          : plain(texts.forAll),
      ...(from ? [plain(texts.from, { day: writeDay(from, language) })] : []),
      ...(until ? [plain(texts.to, { day: writeDay(until, language) })] : []),
    ].join(' · ')
}

type NewRestrictionProps = { readonly close: (added: AccessRestrictionInput) => void }

const audiences = ['forEverybody', 'forOneOrganisation', 'forOnePerson'] as const

function NewRestriction({ close }: NewRestrictionProps) {
  const { say, plain } = useWords()
  const id = useId()
  const [audience, setAudience] = useState<(typeof audiences)[number]>('forEverybody')

  function submit(event: FormEvent<HTMLFormElement>): void {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const written = (name: string) => String(form.get(name) ?? '').trim()
    const areas = allAreas.filter(area => form.has(area))
    close({
      ...(areas.length < allAreas.length && { areas }),
      ...(audience === 'forOneOrganisation' && { organisation: written('number').replaceAll(' ', '') }),
      ...(audience === 'forOnePerson' && { hprNumber: written('number') }),
      ...(written('from') && { from: written('from') }),
      ...(written('until') && { until: written('until') }),
    })
  }

  return (
    <form onSubmit={submit} className="fields">
      <fieldset>
        <legend>{say(texts.whatToClose)}</legend>
        {allAreas.map(area => (
          <Box key={area} id={`${id}${area}`} name={area} label={plain(texts[area])} />
        ))}
      </fieldset>
      <fieldset>
        <legend>{say(texts.toWhom)}</legend>
        {audiences.map(each => (
          <RadioButton
            key={each}
            inputId={`${id}${each}`}
            name="audience"
            label={plain(texts[each])}
            checked={audience === each}
            onChange={() => setAudience(each)}
          />
        ))}
      </fieldset>
      {audience !== 'forEverybody' && (
        <Input
          inputId={`${id}number`}
          name="number"
          inputMode="numeric"
          required
          width={14}
          label={plain(audience === 'forOnePerson' ? texts.hprNumber : texts.organisationNumber)}
        />
      )}
      <div className="pair">
        <Input type="date" inputId={`${id}from`} name="from" width={14} label={plain(texts.firstDay)} />
        <Input type="date" inputId={`${id}until`} name="until" width={14} label={plain(texts.lastDay)} />
      </div>
      <Button type="submit">{say(texts.ACCESS_RESTRICTION_BEGIN)}</Button>
    </form>
  )
}

/** All is closed unless one says otherwise. */
function Box({ id, name, label }: { readonly id: string; readonly name: string; readonly label: string }) {
  const [isChecked, setChecked] = useState(true)
  return <Checkbox inputId={id} name={name} label={label} checked={isChecked} onChange={() => setChecked(!isChecked)} />
}
