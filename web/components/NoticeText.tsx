import type { Notice } from '../../db/queries/notices.ts'
import type { MilestoneDraft, NoticeDraft } from '../../domain/notice.ts'
import { useWords } from '../frame.ts'
import { Link } from './Link.tsx'

/**
 * The body of a notice: text, activities by group, what is to be reported by when, its files, whom to ask.
 * @param filesAt the address below which this reader finds the files
 */
export function NoticeText({ notice, filesAt }: { notice: Notice; filesAt: string }) {
  const words = useWords()
  return (
    <article class="paper-text">
      {notice.theme === '' ? null : <p class="theme">{words.t('paper.theme', { theme: notice.theme })}</p>}
      {notice.windowFrom === null && notice.windowTo === null ? null : (
        <p>{words.t('paper.window', { from: dateOr(notice.windowFrom), to: dateOr(notice.windowTo) })}</p>
      )}
      <Paragraphs text={notice.body} />
      <Items items={notice.items} />
      <h2>{words.t('paper.toReport')}</h2>
      <ol>
        {notice.milestones.map((milestone, index) => (
          <Milestone milestone={milestone} ordinal={index + 1} />
        ))}
      </ol>
      {notice.acknowledgeDueOn === null ? null : (
        <p>{words.t('paper.acknowledge', { due: words.due(notice.acknowledgeDueOn) })}</p>
      )}
      <FileLinks notice={notice} filesAt={filesAt} />
      <Asking notice={notice} />
      <p class="signature">
        {words.line(notice.issuerName, notice.signer)}
        <br />
        {words.fullDate(notice.issuedOn)}
      </p>
    </article>
  )

  function dateOr(date: NoticeDraft['windowFrom']): string {
    return date === null ? '' : words.fullDate(date)
  }
}

function FileLinks({ notice, filesAt }: { notice: Notice; filesAt: string }) {
  const words = useWords()
  if (notice.files.length === 0) return null
  return (
    <>
      <h2>{words.t('files.title')}</h2>
      <ol>
        {notice.files.map(({ id, name }) => (
          <li>
            <Link href={`${filesAt}/${id}`}>{name}</Link>
          </li>
        ))}
      </ol>
    </>
  )
}

function Paragraphs({ text }: { text: string }) {
  return (
    <>
      {text
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
        .map((line) => (
          <p class="body">{line}</p>
        ))}
    </>
  )
}

function Items({ items }: { items: NoticeDraft['items'] }) {
  return (
    <>
      {items.map((item, index) => (
        <section>
          {item.groupTitle !== '' && item.groupTitle !== items[index - 1]?.groupTitle ? (
            <h2>{item.groupTitle}</h2>
          ) : null}
          <h3>{item.title}</h3>
          <Paragraphs text={item.text} />
        </section>
      ))}
    </>
  )
}

function Milestone({ milestone, ordinal }: { milestone: MilestoneDraft; ordinal: number }) {
  const words = useWords()
  return (
    <li>
      <strong>{`${words.mark(ordinal)} ${milestone.what}`}</strong>{' '}
      <span class="ink2">
        {milestone.kind === 'dated' ? words.due(milestone.dueOn) : words.t(`due.${milestone.kind}`)}
      </span>
      {milestone.instructions === '' ? null : <p class="pre ink2">{milestone.instructions}</p>}
      {milestone.targets.length === 0 ? null : (
        <p class="ink2">
          {milestone.targets
            .map(
              ({ name, total, measure }) =>
                `${name}${total === null ? '' : ` ${words.number(total)}`}${total === null ? '' : ` ${measure}`}`,
            )
            .join(words.t('page.listSeparator'))}
        </p>
      )}
    </li>
  )
}

function Asking({ notice }: { notice: Notice }) {
  const words = useWords()
  const lines: [string, string][] = [
    [words.field('contactNames'), notice.contactNames],
    [words.field('contactTelephone'), notice.contactTelephone],
    [words.field('replyMailbox'), notice.replyMailbox],
    [words.field('address'), notice.address],
  ]
  return (
    <>
      {lines
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <p class="asking">{`${name}：${value}`}</p>
        ))}
    </>
  )
}
