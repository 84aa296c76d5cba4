import { Button } from '../../components/Button.tsx'
import { Check } from '../../components/Choices.tsx'
import { SelectField, TextArea, TextField } from '../../components/Field.tsx'
import { warnedOf, type DateMeasure } from '../../components/warnedDate.ts'
import { useWords } from '../../frame.ts'
import type { MilestoneForm, NoticeForm, TargetForm } from '../../notice/form.ts'

interface RowsProps {
  form: NoticeForm
  action: string
  measure: DateMeasure
}

export function MilestoneRows({ form, action, measure }: RowsProps) {
  const words = useWords()
  return (
    <section class="section" id="f-milestones">
      <header>
        <h2>{words.field('milestones')}</h2>
        <span class="note">{words.t('notice.milestonesNote')}</span>
      </header>
      {form.milestones.map((milestone, index) => (
        <MilestoneRow milestone={milestone} index={index} action={action} measure={measure} />
      ))}
      <p class="form-end">
        <Button
          name="do"
          value="add:milestones"
          formaction={`${action}#milestone-${form.milestones.length}`}
          unchecked
        >
          {words.t('notice.addMilestone')}
        </Button>
      </p>
    </section>
  )
}

interface RowProps {
  milestone: MilestoneForm
  index: number
  action: string
  measure: DateMeasure
}

function MilestoneRow({ milestone, index, action, measure }: RowProps) {
  const words = useWords()
  const name = (field: string): string => `milestones[${index}][${field}]`
  const kinds = (['dated', 'open', 'none'] as const).map((kind) => ({
    value: kind,
    label: words.t(`due.${kind}`),
  }))
  return (
    <fieldset class="row-block" id={`milestone-${index}`}>
      <legend>
        <span class="mark">{words.mark(index + 1)}</span>
      </legend>
      <div class="row">
        <TextField
          name={name('what')}
          label={words.field('milestones.what')}
          value={milestone.what}
          max={200}
        />
        <SelectField
          name={name('kind')}
          label={words.field('milestones.kind')}
          value={milestone.kind}
          options={kinds}
          class="narrow"
        />
      </div>
      <div class="row">
        <TextField
          type="date"
          name={name('dueOn')}
          label={words.field('milestones.dueOn')}
          value={milestone.dueOn}
          warned={warnedOf(words, 'report', milestone.dueOn, measure)}
          class="narrow"
        />
        <TextField
          name={name('graceWorkingDays')}
          label={words.field('milestones.graceWorkingDays')}
          value={milestone.graceWorkingDays}
          inputMode="numeric"
          class="narrow"
        />
        <TextField
          type="date"
          name={name('lockOn')}
          label={words.field('milestones.lockOn')}
          value={milestone.lockOn}
          class="narrow"
        />
        <Check
          name={name('needsAttachment')}
          label={words.field('milestones.needsAttachment')}
          checked={milestone.needsAttachment}
        />
      </div>
      <TextArea
        name={name('instructions')}
        label={words.field('milestones.instructions')}
        value={milestone.instructions}
        rows={2}
        max={2000}
      />
      {milestone.targets.map((target, place) => (
        <TargetRow target={target} index={index} place={place} action={action} />
      ))}
      <p class="buttons form-end">
        <Button
          name="do"
          value={`add:targets:${index}`}
          formaction={`${action}#milestone-${index}`}
          unchecked
        >
          {words.t('notice.addTarget')}
        </Button>
        <Button
          kind="text"
          name="do"
          value={`remove:milestones:${index}`}
          formaction={`${action}#f-milestones`}
          unchecked
        >
          {words.t('notice.removeMilestone', { mark: words.mark(index + 1) })}
        </Button>
      </p>
    </fieldset>
  )
}

function TargetRow(props: { target: TargetForm; index: number; place: number; action: string }) {
  const words = useWords()
  const { target, index, place, action } = props
  const name = (field: string): string => `milestones[${index}][targets][${place}][${field}]`
  return (
    <div class="row inner">
      <TextField
        name={name('name')}
        label={words.field('milestones.targets.name')}
        value={target.name}
        max={80}
      />
      <TextField
        name={name('total')}
        label={words.field('milestones.targets.total')}
        value={target.total}
        inputMode="decimal"
        class="narrow"
      />
      <TextField
        name={name('measure')}
        label={words.field('milestones.targets.measure')}
        value={target.measure}
        max={20}
        class="narrow"
      />
      <Button
        kind="text"
        name="do"
        value={`remove:targets:${index}:${place}`}
        formaction={`${action}#milestone-${index}`}
        unchecked
      >
        {words.t('notice.remove')}
      </Button>
    </div>
  )
}
