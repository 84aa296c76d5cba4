import type { ReportContent, ReportTarget } from '../../../db/queries/reportForm.ts'
import { Complaint, useField } from '../../components/Field.tsx'
import { useWords } from '../../frame.ts'

/** Numbers to report, each with what was accepted before. */
export function ReportTargets({ targets, content }: { targets: ReportTarget[]; content: ReportContent }) {
  const words = useWords()
  if (targets.length === 0) return null
  return (
    <section class="part">
      <h2>{words.t('report.targets')}</h2>
      <p class="note">{words.t('report.targetsHint')}</p>
      <div class="targets">
        {targets.map((target) => (
          <TargetRow target={target} value={content.values[String(target.id)] ?? ''} />
        ))}
      </div>
    </section>
  )
}

function TargetRow({ target, value }: { target: ReportTarget; value: string }) {
  const name = `value-${target.id}`
  const field = useField(name, value)
  return (
    <div
      class={`target-block field${field.complaint === null ? '' : ' refused'}`}
      data-before={String(target.before)}
    >
      <div class="target">
        <div>
          <label for={`f-${name}`}>{target.name}</label>
          <div class="note">
            <TargetNote target={target} typed={field.value} />
          </div>
        </div>
        <input
          id={`f-${name}`}
          name={name}
          value={field.value}
          inputMode="decimal"
          autocomplete="off"
          {...(field.complaint === null
            ? {}
            : { 'aria-invalid': true as const, 'aria-describedby': `f-${name}-no` })}
        />
        <span class="measure">{target.measure}</span>
      </div>
      {field.complaint === null ? null : <Complaint id={`f-${name}-no`} text={field.complaint} />}
    </div>
  )
}

/** What was accepted before, and what it comes to with what stands in the field. */
function TargetNote({ target, typed }: { target: ReportTarget; typed: string }) {
  const words = useWords()
  const amount = Number(typed.replaceAll(/[,，\s]/g, ''))
  const sum = target.before + (Number.isFinite(amount) ? amount : 0)
  return (
    <>
      {words.t('report.before', { n: words.number(target.before) })}
      {words.t('report.sum')}
      <b data-sum="">{words.number(sum)}</b>
      {target.total === null ? null : words.t('report.goal', { n: words.number(target.total) })}
    </>
  )
}
