import type { AskWhom, ClosedLink } from '../../../operations/unit/openLink.ts'
import { Button, ButtonLink } from '../../components/Button.tsx'
import { TextField } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Link, Telephone } from '../../components/Link.tsx'
import { ProblemBox } from '../../components/ProblemBox.tsx'
import { NoticeHead } from '../../components/NoticeHead.tsx'
import { Phone } from '../../components/Shell.tsx'
import { StateGlyph } from '../../components/StateGlyph.tsx'
import { useWords } from '../../frame.ts'
import type { Words } from '../../words.ts'

/**
 * A link that opens nothing any more: why, how the notice stands, whom to call, and how to get the new one.
 * @param link null: it was never one of ours
 */
export function ClosedLinkPage({ link }: { link: ClosedLink | null }) {
  const words = useWords()
  const kind = link?.kind ?? 'unknown'
  return (
    <Phone
      title={words.t(`link.${kind}`)}
      heading={words.t('page.name')}
      foot={
        <div>
          <ButtonLink kind="ink" href="/u/lost">
            {words.t('lost.open')}
          </ButtonLink>
          <p class="note">{words.t('lost.toRecord')}</p>
        </div>
      }
    >
      {link?.notice == null ? null : <NoticeHead {...link.notice} />}
      <section class="part">
        {link?.notice == null ? <h1>{words.t(`link.${kind}`)}</h1> : <h2>{words.t(`link.${kind}`)}</h2>}
        <p>{words.t(`link.${kind}.what`)}</p>
        {link?.campaign == null ? null : <p>{standing(words, link.campaign)}</p>}
      </section>
      {link === null ? null : <AskRow {...link.ask} />}
    </Phone>
  )
}

function standing(words: Words, { state, endedAt }: NonNullable<ClosedLink['campaign']>): string {
  if (state === 'issuing' || state === 'open') return words.t('link.standing.open')
  return words.t(`link.standing.${state}`, { instant: endedAt === null ? '' : words.instant(endedAt) })
}

/** Whom to call, with a number that a phone can dial. */
export function AskRow({ names, telephone }: AskWhom) {
  const words = useWords()
  if (names === '' && telephone === '') return null
  return (
    <ul class="rows">
      <li>
        <div>
          <span>{words.t('unit.askWhom', { whom: names })}</span>
          <Telephone number={telephone} />
        </div>
      </li>
    </ul>
  )
}

/** An address below a unit's page that leads nowhere: back to where the unit's things are. */
export function MissingPage({ base }: { base: string }) {
  const words = useWords()
  return (
    <Phone
      title={words.t('page.notFound')}
      heading={words.t('page.name')}
      foot={
        <div>
          <ButtonLink kind="ink" href={base}>
            {words.t('link.toNotice')}
          </ButtonLink>
        </div>
      }
    >
      <h1 class="title part">{words.t('page.notFound')}</h1>
      <p>{words.t('link.missing')}</p>
    </Phone>
  )
}

/** Whoever lost a link asks here; the answer never tells whether anything is known. */
export function LostLinkPage({ asked, wanted }: { asked: boolean; wanted?: string | undefined }) {
  const words = useWords()
  if (asked) {
    return (
      <Phone title={words.t('lost.title')} heading={words.t('page.name')}>
        <div class="banner" role="status">
          <StateGlyph state="accepted" />
          <div>
            <h1>{words.t('lost.asked')}</h1>
            <div class="note">{words.t('lost.askedNote')}</div>
          </div>
        </div>
        <p class="part">
          <Link href="/u/lost">{words.t('lost.again')}</Link>
        </p>
      </Phone>
    )
  }
  return (
    <Phone
      title={words.t('lost.title')}
      heading={words.t('page.name')}
      foot={
        <div>
          <Button kind="ink" form="lost">
            {words.t('lost.send')}
          </Button>
          <p class="note">{words.t('lost.toRecord')}</p>
        </div>
      }
    >
      <h1 class="title part">{words.t('lost.title')}</h1>
      <ProblemBox />
      <Form action="/u/lost" id="lost">
        <TextField
          name="wanted"
          label={words.t('lost.wanted')}
          hint={words.t('lost.hint')}
          value={wanted}
          max={254}
          required
        />
      </Form>
    </Phone>
  )
}
