import { nextObligationState } from '../../../domain/obligation.ts'
import { Button } from '../../components/Button.tsx'
import { SelectField, TextArea, TextField } from '../../components/Field.tsx'
import { ScopedForm } from '../../components/ScopedForm.tsx'
import { useFrame, useWords } from '../../frame.ts'
import { dutyName } from '../momentText.ts'
import type { RecordView } from './recordView.ts'

/** What came by telephone or on paper is entered here, and marked so; a unit can be let off with a reason. */
export function RecordForms({ view, mayWaive }: { view: RecordView; mayWaive: boolean }) {
  const words = useWords()
  const base = `/campaigns/${view.head.id}/units/${view.unit.id}`
  const owing = view.obligations.filter(({ raw }) => raw === 'expected' || raw === 'returned')
  const reportable = view.obligations.filter(
    ({ raw, duty, needsAttachment }) =>
      duty === 'report' && !needsAttachment && nextObligationState(raw, 'submit') !== null,
  )
  return (
    <>
      {view.acknowledgedAt === null ? <AcknowledgeForm base={base} /> : null}
      {reportable.length === 0 ? null : (
        <ReportForm base={base} view={view} ids={reportable.map(({ id }) => id)} />
      )}
      {mayWaive && owing.length > 0 ? (
        <section class="section" id="waive">
          <h2>{words.t('record.waive')}</h2>
          <p class="note">{words.t('record.waiveNote')}</p>
          <ScopedForm action={`${base}/waive`} name="waive">
            <SelectField
              name="obligationId"
              label={words.t('record.what')}
              options={owing.map((obligation) => ({
                value: String(obligation.id),
                label: dutyName(words, obligation),
              }))}
            />
            <TextArea name="reason" label={words.t('page.reason')} rows={2} max={2000} />
            <p class="form-end">
              <Button>{words.t('record.waiveDo')}</Button>
            </p>
          </ScopedForm>
        </section>
      ) : null}
    </>
  )
}

function useChannels() {
  const words = useWords()
  return [
    { value: 'telephone', label: words.t('via.telephone') },
    { value: 'paper', label: words.t('via.paper') },
  ]
}

function AcknowledgeForm({ base }: { base: string }) {
  const words = useWords()
  return (
    <section class="section" id="acknowledge">
      <h2>{words.t('record.acknowledge')}</h2>
      <p class="note">{words.t('record.acknowledgeNote')}</p>
      <ScopedForm action={`${base}/acknowledge`} name="acknowledge">
        <SelectField name="via" label={words.t('record.channel')} options={useChannels()} />
        <TextField name="note" label={words.t('record.note')} max={2000} />
        <p class="form-end">
          <Button>{words.t('record.acknowledgeDo')}</Button>
        </p>
      </ScopedForm>
    </section>
  )
}

function ReportForm({ base, view, ids }: { base: string; view: RecordView; ids: readonly number[] }) {
  const words = useWords()
  const { typed } = useFrame()
  const chosen = Number(typed?.one('obligationId') ?? ids[0])
  const obligations = view.obligations.filter(({ id }) => ids.includes(id))
  return (
    <section class="section" id="report">
      <h2>{words.t('record.report')}</h2>
      <p class="note">{words.t('record.reportNote')}</p>
      <ScopedForm action={`${base}/report`} name="report">
        <SelectField
          name="obligationId"
          label={words.t('record.what')}
          value={String(chosen)}
          options={obligations.map((obligation) => ({
            value: String(obligation.id),
            label: dutyName(words, obligation),
          }))}
        />
        <SelectField name="via" label={words.t('record.channel')} options={useChannels()} />
        <TextField name="submitterName" label={words.t('record.submitter')} max={60} />
        <TextArea name="text" label={words.t('report.text')} rows={4} max={20000} />
        {obligations.map((obligation) =>
          (view.targets.get(obligation.id) ?? []).map((target) => (
            <TextField
              name={`value-${target.id}`}
              label={words.line(`${words.mark(obligation.ordinal)}${target.name}`, target.measure)}
              inputMode="decimal"
              short
            />
          )),
        )}
        <p class="form-end">
          <Button>{words.t('record.reportDo')}</Button>
        </p>
      </ScopedForm>
    </section>
  )
}
