import type { CircularDraft, CircularMilestone } from '../../../domain/circular/draft.ts'
import { singleFields } from '../../../domain/circular/draft.ts'
import type { TextSpan } from '../../../domain/circular/view.ts'
import { localDate } from '../../../domain/time.ts'
import { Link } from '../../components/Link.tsx'
import { useWords } from '../../frame.ts'
import { markAt, type Mark } from '../../circular/marks.ts'
import type { Words } from '../../words.ts'

interface Value {
  text: string
  aside?: string
  span: TextSpan | null
}

/** What the circular gave, each value with the way to its words; what it did not give, said as such. */
export function Found({ draft, marks }: { draft: CircularDraft; marks: Mark[] }) {
  const words = useWords()
  return (
    <dl class="circular-found">
      {rowsOf(draft, words).map(({ name, values }) => (
        <div class={values.length === 0 ? 'absent' : ''}>
          <dt>{words.code('circular.part', name)}</dt>
          <dd>
            {values.length === 0 ? (
              <span class="note">{words.t('circular.notFound')}</span>
            ) : (
              values.map((value) => <Row value={value} mark={markAt(marks, value.span)} />)
            )}
          </dd>
        </div>
      ))}
    </dl>
  )
}

function Row({ value, mark }: { value: Value; mark: Mark | null }) {
  const words = useWords()
  const pointer = mark === null ? {} : { 'data-points': String(mark.n) }
  return (
    <div class="value" {...pointer}>
      <span>
        {value.text}
        {value.aside === undefined || value.aside === '' ? null : <span class="note"> {value.aside}</span>}
      </span>
      {mark === null ? null : (
        <Link
          href={`#mark-${mark.n}`}
          class={mark.asked ? 'to-mark asked' : 'to-mark'}
          label={words.t('circular.showWords', { n: mark.n, what: value.text })}
        >
          {mark.n}
        </Link>
      )}
    </div>
  )
}

function rowsOf(draft: CircularDraft, words: Words): { name: string; values: Value[] }[] {
  const single = singleFields.map((name) => {
    const text = name === 'issuedOn' && draft.issuedOn !== null ? words.fullDate(draft.issuedOn) : draft[name]
    return { name, values: text === null ? [] : [{ text, span: draft.spans[name] ?? null }] }
  })
  const { window } = draft
  return [
    ...single,
    {
      name: 'window',
      values: window === null ? [] : [{ text: windowText(window, words), span: window.span }],
    },
    { name: 'recipients', values: draft.recipients.map(({ name, span }) => ({ text: name, span })) },
    { name: 'milestones', values: draft.milestones.map((one) => milestoneValue(one, words)) },
    {
      name: 'targets',
      values: draft.targets.map(({ name, total, measure, span }) => ({
        text: name,
        aside: `${words.number(total)} ${measure}`,
        span,
      })),
    },
    { name: 'quotas', values: draft.quotas.map(({ text, span }) => ({ text, span })) },
    {
      name: 'contacts',
      values: draft.contacts.map(({ name, telephone, span }) => ({
        text: name,
        aside: telephone ?? '',
        span,
      })),
    },
    { name: 'mailboxes', values: draft.mailboxes.map(({ address, span }) => ({ text: address, span })) },
  ]
}

function windowText({ from, to }: NonNullable<CircularDraft['window']>, words: Words): string {
  return `${from === null ? '?' : words.fullDate(from)} – ${to === null ? '?' : words.fullDate(to)}`
}

/** What, by when: the day with the hour that the text names, or how it has none. */
function milestoneValue(
  { what, due, dueText, kind, recipients, span }: CircularMilestone,
  words: Words,
): Value {
  const hour = due?.slice(11, 16) ?? ''
  const when =
    due === null
      ? words.code('circular.kind', kind)
      : `${words.date(localDate(due.slice(0, 10)))} ${hour}`.trim()
  const text = what === '' ? dueText.replace(/\s+/g, '') : what
  return { text, aside: [when, recipients.join('、')].filter(Boolean).join(' '), span }
}
