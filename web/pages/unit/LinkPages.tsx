import type { AskWhom } from '../../../operations/unit/openLink.ts'
import { Button, ButtonLink } from '../../components/Button.tsx'
import { TextField } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Link, Telephone } from '../../components/Link.tsx'
import { ProblemBox } from '../../components/ProblemBox.tsx'
import { Phone } from '../../components/Shell.tsx'
import { StateGlyph } from '../../components/StateGlyph.tsx'
import { useWords } from '../../frame.ts'

/** A link that opens nothing any more: why, whom to ask, and how to get the new one. */
export function ClosedLinkPage({
  kind,
  ask,
}: {
  kind: 'expired' | 'replaced' | 'unknown'
  ask: AskWhom | null
}) {
  const words = useWords()
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
      <h1 class="title part">{words.t(`link.${kind}`)}</h1>
      <p>{words.t(`link.${kind}.what`)}</p>
      {ask === null || (ask.names === '' && ask.telephone === '') ? null : (
        <ul class="rows">
          <li>
            <div>
              <span>{words.t('unit.askWhom', { whom: ask.names })}</span>
              <Telephone number={ask.telephone} />
            </div>
          </li>
        </ul>
      )}
    </Phone>
  )
}

/** Whoever lost a link asks here; the answer never tells whether anything is known. */
export function LostLinkPage({ asked }: { asked: boolean }) {
  const words = useWords()
  if (asked) {
    return (
      <Phone title={words.t('lost.title')} heading={words.t('page.name')}>
        <div class="banner">
          <StateGlyph state="accepted" />
          <div>
            {words.t('lost.asked')}
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
          max={254}
          required
        />
      </Form>
    </Phone>
  )
}
