import type { AudienceRow } from '../../../db/queries/audienceList.ts'
import { dateIn } from '../../../domain/time.ts'
import type { NoticePreview, PlannedMoment } from '../../../operations/notice/previewNotice.ts'
import { Button, ButtonLink } from '../../components/Button.tsx'
import { Form } from '../../components/Form.tsx'
import { Link } from '../../components/Link.tsx'
import { MomentCalendar } from '../../components/MomentCalendar.tsx'
import { MomentGlyph } from '../../components/MomentGlyph.tsx'
import { NoticeHead } from '../../components/NoticeHead.tsx'
import { NoticeText } from '../../components/NoticeText.tsx'
import { Done, ProblemBox } from '../../components/ProblemBox.tsx'
import { Facts } from '../../components/Receipt.tsx'
import { Desk } from '../../components/Shell.tsx'
import { Paging, Table } from '../../components/Table.tsx'
import { useWords } from '../../frame.ts'
import type { Words } from '../../words.ts'
import { queryOf } from '../campaign/addresses.ts'
import { markOf, momentWhat } from '../momentText.ts'
import { Files } from './Files.tsx'
import { NoticeComplaints } from './NoticeComplaints.tsx'

export interface PreviewView {
  preview: NoticePreview
  rows: AudienceRow[]
  total: number
  page: number
  unreachable: boolean
  done: boolean
}

/** What issuing will do: exactly who gets it, and when each mail will go. Nothing has happened yet. */
export function PreviewPage(view: PreviewView) {
  const words = useWords()
  const { notice, audience } = view.preview
  return (
    <Desk title={words.t('preview.title', { title: notice.title })} section="notices">
      <Link href={`/notices/${notice.id}`} class="back">{`‹ ${words.t('preview.back')}`}</Link>
      <div class="page-head">
        <h1>{words.t('preview.heading')}</h1>
        <span class="note">
          {words.line(words.t(`notice.${notice.state}`), words.t('preview.nothingYet'))}
        </span>
        <Steps view={view} />
      </div>
      {view.done ? <Done text={words.t('preview.checked')} /> : null}
      <ProblemBox />
      <NoticeComplaints notice={notice} problems={view.preview.problems} warnings={view.preview.warnings} />
      <div class="columns even">
        <div class="sheet">
          <NoticeHead {...notice} inner />
          <NoticeText notice={notice} filesAt={`/notices/${notice.id}/files`} />
        </div>
        <section class="section">
          <header>
            <h2>{words.t('preview.who')}</h2>
            <span class="note">{words.t('preview.total', { n: words.number(audience.total) })}</span>
          </header>
          <ul class="type-counts">
            {audience.byType.map(({ type, units }) => (
              <li>
                <span>{words.code('unit', type)}</span>
                <strong>{words.number(units)}</strong>
              </li>
            ))}
          </ul>
          <Reach view={view} />
          <Firsts view={view} />
          <Files notice={notice} />
        </section>
      </div>
      <Plan view={view} />
      <Audience {...view} />
    </Desk>
  )
}

function Steps({ view }: { view: PreviewView }) {
  const words = useWords()
  const { notice, problems, audience } = view.preview
  const base = `/notices/${notice.id}`
  return (
    <div class="buttons">
      <ButtonLink href={base}>{words.t('preview.edit')}</ButtonLink>
      {problems.length > 0 ? (
        <strong class="t-returned">{words.t('preview.mendFirst', { n: problems.length })}</strong>
      ) : (
        <Form action={`${base}/${notice.state === 'checked' ? 'issue' : 'check'}`}>
          <input type="hidden" name="version" value={String(notice.version)} />
          {notice.state === 'checked' ? (
            <span class="buttons">
              <span class="note">{words.t('preview.issueNote', { n: words.number(audience.total) })}</span>
              <Button kind="seal">{words.t('preview.issue')}</Button>
            </span>
          ) : (
            <Button kind="ink">{words.t('preview.check')}</Button>
          )}
        </Form>
      )}
    </div>
  )
}

function Reach({ view }: { view: PreviewView }) {
  const words = useWords()
  const { notice, audience } = view.preview
  if (audience.withoutAddress === 0) return <p class="note">{words.t('preview.allReachable')}</p>
  return (
    <p>
      <Link href={`/notices/${notice.id}/preview?unreachable=1#audience`} class="t-returned">
        {words.t('preview.unreachable', { n: words.number(audience.withoutAddress) })}
      </Link>
    </p>
  )
}

/** When it begins to be felt: the mail itself, the first reminder, the first escalation. */
function Firsts({ view }: { view: PreviewView }) {
  const words = useWords()
  const { moments } = view.preview
  const first = (kind: PlannedMoment['kind'], none: string): string => {
    const moment = moments.find((one) => one.kind === kind)
    return moment === undefined ? none : words.line(words.dayAndTime(moment.at), whatOf(words, view, moment))
  }
  return (
    <Facts
      facts={[
        [words.t('preview.firstMail'), first('issue', '')],
        [words.t('preview.first'), first('reminder', words.t('preview.noReminder'))],
        [words.t('preview.firstEscalation'), first('escalation', words.t('preview.noEscalation'))],
      ]}
    />
  )
}

function Plan({ view }: { view: PreviewView }) {
  const words = useWords()
  const { notice, moments } = view.preview
  const lines = moments.map((moment) => ({
    ...moment,
    date: dateIn(notice.zone, moment.at),
    what: whatOf(words, view, moment),
  }))
  const mails = new Set(
    lines
      .filter(({ kind }) => kind === 'issue' || kind === 'reminder' || kind === 'late')
      .map(({ date }) => date),
  )
  return (
    <section class="section">
      <header>
        <h2>{words.t('preview.when')}</h2>
        <span class="note">{words.t('preview.whenNote')}</span>
      </header>
      <MomentCalendar
        calendar={view.preview.calendar}
        moments={lines.map((line) => ({
          date: line.date,
          mark: markOf(line),
          level: line.level,
          text: line.what,
          flag: flagOf(words, view, line),
        }))}
      />
      <ul class="plan">
        {lines.map((line) => (
          <li>
            <MomentGlyph mark={markOf(line)} level={line.level} />
            <span>{words.date(line.date)}</span>
            <span>{line.what}</span>
          </li>
        ))}
      </ul>
      <p class="note">
        {words.line(
          words.t('preview.moments', { n: words.number(lines.length) }),
          words.t('preview.mails', { n: words.number(mails.size) }),
        )}
      </p>
    </section>
  )
}

function milestoneName(words: Words, { preview }: PreviewView, moment: PlannedMoment): string {
  if (moment.milestone === null) return moment.kind === 'issue' ? '' : words.t('duty.acknowledge')
  const what = preview.notice.milestones[moment.milestone - 1]?.what ?? ''
  return `${words.mark(moment.milestone)}${what}`
}

function whatOf(words: Words, view: PreviewView, moment: PlannedMoment): string {
  return `${milestoneName(words, view, moment)} ${momentWhat(words, moment)}`.trim()
}

function flagOf(words: Words, view: PreviewView, moment: PlannedMoment): string | null {
  if (moment.kind === 'issue') return words.t('moment.issue')
  return moment.kind === 'deadline' ? milestoneName(words, view, moment) : null
}

function Audience({ preview, rows, total, page, unreachable }: PreviewView) {
  const words = useWords()
  const base = `/notices/${preview.notice.id}/preview`
  return (
    <section class="section" id="audience">
      <header>
        <h2>{words.t(unreachable ? 'preview.listUnreachable' : 'preview.list')}</h2>
        <span class="note">{words.number(total)}</span>
        {unreachable ? (
          <Link class="push" href={`${base}#audience`}>
            {words.t('page.all')}
          </Link>
        ) : null}
      </header>
      <Table
        caption={words.t('preview.list')}
        empty={words.t('preview.nobody')}
        rows={rows}
        columns={[
          {
            label: words.t('units.unit'),
            cell: (row) => <Link href={`/units/${row.unitId}`}>{row.name}</Link>,
          },
          { label: words.t('preview.parent'), cell: (row) => words.line(row.parentName, row.code) },
          { label: words.t('preview.type'), cell: (row) => words.t(`unit.${row.type}`) },
          { label: words.t('units.contact'), cell: (row) => words.line(row.contactName, row.telephone) },
          {
            label: words.field('email'),
            cell: (row) => row.email ?? <span class="t-returned">{words.t('units.reach.none')}</span>,
          },
          {
            label: words.t('preview.mail'),
            cell: (row) => (
              <Link href={`/notices/${preview.notice.id}/mail/${row.unitId}`}>
                {words.t('preview.seeMail')}
                <span class="hidden">{` ${row.name}`}</span>
              </Link>
            ),
          },
        ]}
      />
      <Paging
        page={page}
        total={total}
        hrefOf={(to) => `${base}${queryOf({ page: to, unreachable: unreachable ? 1 : undefined })}#audience`}
      />
    </section>
  )
}
