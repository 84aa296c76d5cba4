import type { DutyCounts } from '../../../db/queries/campaignBoard.ts'
import type { CampaignDuty, CampaignHead } from '../../../db/queries/campaignHead.ts'
import type { LocalDate } from '../../../domain/time.ts'
import { Button, type ButtonKind } from '../../components/Button.tsx'
import { CampaignHeader } from '../../components/CampaignHeader.tsx'
import { SelectField, TextArea, TextField } from '../../components/Field.tsx'
import { ScopedForm } from '../../components/ScopedForm.tsx'
import { Done, ProblemBox } from '../../components/ProblemBox.tsx'
import { Desk } from '../../components/Shell.tsx'
import { useWords } from '../../frame.ts'
import type { MessageKey } from '../../../messages/index.ts'
import { dutyName } from '../momentText.ts'

export interface CommandsView {
  head: CampaignHead
  current: CampaignDuty
  counts: ReadonlyMap<string, DutyCounts>
  offered: LocalDate
  done: string | null
}

/** What a coordinator can do with a running campaign, each with what it will do and its reason. */
export function CommandsPage(view: CommandsView) {
  const words = useWords()
  const { head } = view
  const ended = head.state === 'closed' || head.state === 'cancelled'
  return (
    <Desk title={words.t('command.title')} section="notices">
      <CampaignHeader head={head} />
      {view.done === null ? null : <Done text={view.done} />}
      <ProblemBox />
      {ended ? <p class="empty">{words.t('command.ended')}</p> : <Commands view={view} />}
    </Desk>
  )
}

function Commands({ view }: { view: CommandsView }) {
  const words = useWords()
  const { head } = view
  return (
    <div class="columns even">
      <div>
        {head.pausedAt === null ? <Chase view={view} /> : null}
        <Extend view={view} />
        {head.pausedAt === null ? (
          <Command id="pause" head={head} label="command.pause" note={words.t('command.pauseNote')} />
        ) : (
          <Command
            id="resume"
            head={head}
            label="command.resume"
            note={words.t('command.resumeNote')}
            reasonless
          />
        )}
      </div>
      <div>
        <UnitsCommand id="add" head={head} />
        <UnitsCommand id="withdraw" head={head} />
        <Command id="close" head={head} label="command.close" note={words.t('command.closeNote')} />
        <Command id="cancel" head={head} label="command.cancel" note={words.t('command.cancelNote')} />
      </div>
    </div>
  )
}

interface CommandProps {
  id: 'pause' | 'resume' | 'close' | 'cancel' | 'chase' | 'extend' | 'add' | 'withdraw'
  head: CampaignHead
  label: MessageKey
  note: string
  kind?: ButtonKind
  reasonless?: boolean
  children?: preact.ComponentChildren
}

/** One command, one form. A refusal is shown at the fields of the form that was sent and of no other. */
function Command(props: CommandProps) {
  const words = useWords()
  return (
    <section class="section" id={props.id}>
      <h2>{words.t(props.label)}</h2>
      <p class="note">{props.note}</p>
      <ScopedForm action={`/campaigns/${props.head.id}/commands`} name={props.id}>
        {props.children}
        {props.reasonless === true ? null : (
          <TextArea name="reason" label={words.t('page.reason')} rows={2} max={2000} />
        )}
        <p class="form-end">
          <Button kind={props.kind ?? 'outline'}>{words.t(props.label)}</Button>
        </p>
      </ScopedForm>
    </section>
  )
}

function DutyField({ view }: { view: CommandsView }) {
  const words = useWords()
  return (
    <SelectField
      name="milestone"
      label={words.t('units.duty')}
      value={view.current.key}
      options={view.head.duties.map((duty) => ({ value: duty.key, label: dutyName(words, duty) }))}
    />
  )
}

function Chase({ view }: { view: CommandsView }) {
  const words = useWords()
  return (
    <Command id="chase" head={view.head} label="command.chase" note={words.t('command.chaseNote')} kind="ink">
      <DutyField view={view} />
      <UnitCodes optional />
    </Command>
  )
}

function Extend({ view }: { view: CommandsView }) {
  const words = useWords()
  return (
    <Command id="extend" head={view.head} label="command.extend" note={words.t('command.extendNote')}>
      <DutyField view={view} />
      <TextField type="date" name="dueOn" label={words.t('command.newDue')} value={view.offered} />
      <UnitCodes optional />
    </Command>
  )
}

function UnitsCommand({ id, head }: { id: 'add' | 'withdraw'; head: CampaignHead }) {
  const words = useWords()
  return (
    <Command id={id} head={head} label={`command.${id}`} note={words.t(`command.${id}Note`)}>
      <UnitCodes />
    </Command>
  )
}

function UnitCodes({ optional }: { optional?: boolean }) {
  const words = useWords()
  return (
    <TextField
      name="units"
      label={words.t('command.units')}
      hint={words.t(optional === true ? 'command.unitsOptional' : 'command.unitsHint')}
      max={20000}
    />
  )
}
