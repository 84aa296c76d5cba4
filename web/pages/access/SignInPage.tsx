import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Link } from '../../components/Link.tsx'
import { Done, ProblemBox } from '../../components/ProblemBox.tsx'
import { Desk } from '../../components/Shell.tsx'
import { useFrame, useWords } from '../../frame.ts'
import { queryOf } from '../campaign/addresses.ts'

/** A mail address is enough: a link that works once comes by mail. Who has set a password may use that. */
export function SignInPage(props: { next: string; sent: boolean; withPassword: boolean }) {
  const words = useWords()
  const { hasMailbox } = useFrame()
  return (
    <Desk title={words.t('page.signIn')} narrow>
      <div class="page-head">
        <h1>{words.t('signIn.title')}</h1>
      </div>
      {props.sent ? (
        <>
          <Done text={words.t('signIn.sent')} />
          <p class="note">{words.t('signIn.sentNote')}</p>
          {hasMailbox ? (
            <p>
              <Link href="/mailbox">{words.t('signIn.mailbox')}</Link>
            </p>
          ) : null}
          <p>
            <Link href="/sign-in">{words.t('signIn.again')}</Link>
          </p>
        </>
      ) : (
        <SignInForm {...props} />
      )}
      <p class="note form-end">
        {words.t('signIn.unit')} <Link href="/u/lost">{words.t('lost.open')}</Link>
      </p>
    </Desk>
  )
}

function SignInForm({ next, withPassword }: { next: string; withPassword: boolean }) {
  const words = useWords()
  return (
    <>
      <ProblemBox />
      <Form action={withPassword ? '/sign-in/password' : '/sign-in'} class="sheet-form">
        <input type="hidden" name="next" value={next} />
        <TextField
          name="email"
          type="email"
          label={words.field('email')}
          autocomplete="email"
          max={254}
          required
        />
        {withPassword ? (
          <TextField
            name="password"
            type="password"
            label={words.field('password')}
            autocomplete="current-password"
            max={200}
            required
          />
        ) : null}
        <p class="form-end buttons">
          <Button kind="ink">{words.t(withPassword ? 'page.signIn' : 'signIn.send')}</Button>
          <Link href={`/sign-in${queryOf(withPassword ? { next } : { password: 1, next })}`}>
            {words.t(withPassword ? 'signIn.byMail' : 'signIn.byPassword')}
          </Link>
        </p>
      </Form>
    </>
  )
}

/** Opening the mailed link signs nobody in: mail scanners open links too. The button does. */
export function UseTokenPage({ action, next }: { action: string; next: string }) {
  const words = useWords()
  return (
    <Desk title={words.t('signIn.title')} narrow>
      <div class="page-head">
        <h1>{words.t('signIn.title')}</h1>
      </div>
      <p>{words.t('signIn.press')}</p>
      <Form action={action}>
        <input type="hidden" name="next" value={next} />
        <p class="form-end">
          <Button kind="ink">{words.t('page.signIn')}</Button>
        </p>
      </Form>
    </Desk>
  )
}
