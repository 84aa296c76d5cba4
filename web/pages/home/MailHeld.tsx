import type { MailHold } from '../../../db/queries/mailHold.ts'
import { Button } from '../../components/Button.tsx'
import { Form } from '../../components/Form.tsx'
import { useWords } from '../../frame.ts'

/** After a restore no mail goes out until an administrator has looked: which of them are still of use, she decides. */
export function MailHeld({ hold, releases }: { hold: MailHold; releases: boolean }) {
  const words = useWords()
  return (
    <section class="problem" id="mail-hold">
      <h2>{words.t('mailHold.title')}</h2>
      <p>{words.t('mailHold.text', { since: words.instant(hold.since), n: words.number(hold.waiting) })}</p>
      {releases ? (
        <Form action="/mail-hold/release">
          <div class="buttons">
            <Button kind="ink" name="waiting" value="drop">
              {words.t('mailHold.drop', { n: words.number(hold.waiting) })}
            </Button>
            <Button name="waiting" value="send">
              {words.t('mailHold.send', { n: words.number(hold.waiting) })}
            </Button>
          </div>
        </Form>
      ) : (
        <p class="note">{words.t('mailHold.administrator')}</p>
      )}
    </section>
  )
}
