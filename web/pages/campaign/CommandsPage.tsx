import type { CampaignDuty, CampaignHead } from '../../../db/queries/campaignHead.ts'
import { Button, ButtonLink, type ButtonKind } from '../../components/Button.tsx'
import { CampaignHeader } from '../../components/CampaignHeader.tsx'
import { SelectField, TextArea, TextField } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Link } from '../../components/Link.tsx'
import { ScopedForm } from '../../components/ScopedForm.tsx'
import { Done, ProblemBox } from '../../components/ProblemBox.tsx'
import { Desk } from '../../components/Shell.tsx'
import { useWords } from '../../frame.ts'
import type { MessageKey } from '../../../messages/index.ts'
import { dutyName } from '../momentText.ts'
import { actAddress, unitsAddress } from './addresses.ts'

export interface CommandsView {
  head: CampaignHead
  current: CampaignDuty
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
        {head.pausedAt === null ? <AllOwing view={view} kind="chase" /> : null}
        <AllOwing view={view} kind="extend" />
        <SomeUnits view={view} />
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
        <AddUnits head={head} />
        <Command id="close" head={head} label="command.close" note={words.t('command.closeNote')} />
        <Command id="cancel" head={head} label="command.cancel" note={words.t('command.cancelNote')} />
      </div>
    </div>
  )
}

interface CommandProps {
  id: 'pause' | 'resume' | 'close' | 'cancel' | 'add'
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

/** Something for all that owe it: what it will do is shown first, on a page of its own. */
function AllOwing({ view, kind }: { view: CommandsView; kind: 'chase' | 'extend' }) {
  const words = useWords()
  const { head, current } = view
  return (
    <section class="section" id={kind}>
      <h2>{words.t(`command.${kind}`)}</h2>
      <p class="note">{words.t(`command.${kind}Note`)}</p>
      <p class="form-end">
        <ButtonLink
          kind={kind === 'chase' ? 'ink' : 'outline'}
          href={actAddress(head.id, { milestone: current.key, state: 'owing' }, kind)}
        >
          {words.t('command.allOwing', { what: dutyName(words, current) })}
        </ButtonLink>
      </p>
    </section>
  )
}

/** Some units: marked in their list, or by their codes. */
function SomeUnits({ view }: { view: CommandsView }) {
  const words = useWords()
  const { head, current } = view
  return (
    <section class="section" id="some">
      <h2>{words.t('command.some')}</h2>
      <p class="note">{words.t('command.someNote')}</p>
      <p>
        <Link href={unitsAddress(head.id, { milestone: current.key })}>{words.t('command.mark')}</Link>
      </p>
      <Form action={`/campaigns/${head.id}/act/preview`}>
        <input type="hidden" name="choose" value="1" />
        <SelectField
          name="milestone"
          label={words.t('units.duty')}
          value={current.key}
          options={head.duties.map((duty) => ({ value: duty.key, label: dutyName(words, duty) }))}
        />
        <UnitWords hint="command.unitsHint" />
        <p class="form-end">
          <Button>{words.t('command.next')}</Button>
        </p>
      </Form>
    </section>
  )
}

function AddUnits({ head }: { head: CampaignHead }) {
  const words = useWords()
  return (
    <Command id="add" head={head} label="command.add" note={words.t('command.addNote')}>
      <UnitWords hint="command.codesHint" />
    </Command>
  )
}

function UnitWords({ hint }: { hint: 'command.unitsHint' | 'command.codesHint' }) {
  const words = useWords()
  return <TextField name="units" label={words.t('command.units')} hint={words.t(hint)} max={20000} />
}
