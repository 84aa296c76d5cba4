import { chainPlaces, chainRoles } from '../../../domain/policy.ts'
import { Check } from '../../components/Choices.tsx'
import { SelectField, TextField } from '../../components/Field.tsx'
import { useWords } from '../../frame.ts'
import type { PolicyForm, StepsForm } from '../../notice/form.ts'

const MOST_LEVELS = 6

/** When units are reminded, and how what is overdue climbs. */
export function PolicyFields({ policy }: { policy: PolicyForm }) {
  const words = useWords()
  return (
    <section class="section" id="f-policy">
      <header>
        <h2>{words.field('policy')}</h2>
        <span class="note">{words.t('notice.policyNote')}</span>
      </header>
      <Steps name="acknowledge" steps={policy.acknowledge} />
      <Steps name="report" steps={policy.report} />
      <fieldset class="row-block">
        <legend>{words.field('policy.open')}</legend>
        <div class="row">
          <Days
            name="policy[open][everyWorkingDays]"
            label={words.field('policy.open.everyWorkingDays')}
            value={policy.everyWorkingDays}
          />
          <Days name="policy[open][atMost]" label={words.field('policy.open.atMost')} value={policy.atMost} />
        </div>
      </fieldset>
      <Escalation policy={policy} />
    </section>
  )
}

function Days(props: { name: string; label: string; value: string }) {
  return <TextField {...props} inputMode="numeric" class="narrow" max={3} />
}

function Steps({ name, steps }: { name: 'acknowledge' | 'report'; steps: StepsForm }) {
  const words = useWords()
  const field = (part: string): string => `policy[${name}][${part}]`
  return (
    <fieldset class="row-block">
      <legend>{words.field(`policy.${name}`)}</legend>
      <div class="row">
        <TextField
          name={field('before')}
          label={words.field(`policy.${name}.before`)}
          hint={words.t('notice.beforeHint')}
          value={steps.before}
          max={60}
        />
        <Check name={field('onDay')} label={words.field(`policy.${name}.onDay`)} checked={steps.onDay} />
      </div>
      <div class="row">
        <Days name={field('first')} label={words.field(`policy.${name}.overdue.first`)} value={steps.first} />
        <Days name={field('every')} label={words.field(`policy.${name}.overdue.every`)} value={steps.every} />
        <Days
          name={field('atMost')}
          label={words.field(`policy.${name}.overdue.atMost`)}
          value={steps.atMost}
        />
      </div>
    </fieldset>
  )
}

function Escalation({ policy }: { policy: PolicyForm }) {
  const words = useWords()
  const chain = [...policy.chain, { at: '', role: 'supervisor', waitWorkingDays: '' }].slice(0, MOST_LEVELS)
  return (
    <fieldset class="row-block">
      <legend>{words.field('policy.escalation')}</legend>
      <div class="row">
        <Days
          name="policy[escalation][afterWorkingDays]"
          label={words.field('policy.escalation.afterWorkingDays')}
          value={policy.afterWorkingDays}
        />
        <Days
          name="policy[escalation][acknowledgementDecays]"
          label={words.field('policy.escalation.acknowledgementDecays')}
          value={policy.acknowledgementDecays}
        />
      </div>
      {chain.map((step, index) => (
        <div class="row inner">
          <SelectField
            name={`policy[escalation][chain][${index}][at]`}
            label={words.t('field.policy.escalation.chain.nth', { n: index + 1 })}
            value={step.at}
            options={[
              { value: '', label: words.t('notice.noLevel') },
              ...chainPlaces.map((place) => ({ value: place, label: words.t(`place.${place}`) })),
            ]}
            class="narrow"
          />
          <SelectField
            name={`policy[escalation][chain][${index}][role]`}
            label={words.field('policy.escalation.chain.role')}
            value={step.role}
            options={chainRoles.map((role) => ({ value: role, label: words.t(`role.${role}`) }))}
            class="narrow"
          />
          <Days
            name={`policy[escalation][chain][${index}][waitWorkingDays]`}
            label={words.field('policy.escalation.chain.waitWorkingDays')}
            value={step.waitWorkingDays}
          />
        </div>
      ))}
    </fieldset>
  )
}
