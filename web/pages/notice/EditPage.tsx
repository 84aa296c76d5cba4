import type { NoticeState } from '../../../db/tables/notice.ts'
import { Button, ButtonLink } from '../../components/Button.tsx'
import { Check } from '../../components/Choices.tsx'
import { TextArea, TextField, type Warned } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Done, ProblemBox } from '../../components/ProblemBox.tsx'
import { Desk } from '../../components/Shell.tsx'
import { warnedOf, type DateMeasure } from '../../components/warnedDate.ts'
import { useFrame, useWords } from '../../frame.ts'
import type { NoticeForm, TextField as TextName } from '../../notice/form.ts'
import { CircularForm } from '../circular/StartPage.tsx'
import { AudienceRows, ItemRows } from './EditLists.tsx'
import { MilestoneRows } from './EditMilestones.tsx'
import { PolicyFields } from './EditPolicy.tsx'

export interface EditView {
  /** Null: not saved yet. */
  noticeId: number | null
  version: number | null
  state: NoticeState
  form: NoticeForm
  measure: DateMeasure
  saved: boolean
  /** Something has been written already: a circular would put another draft beside it. */
  typing?: boolean
  /** The circular that it was drafted from stands beside what was read from it. */
  circular?: boolean
}

/** Writing a notice: every field of it, rows added by buttons that save on the way. */
export function EditPage(view: EditView) {
  const words = useWords()
  const { addresses } = useFrame()
  const { noticeId, form, measure } = view
  const action = noticeId === null ? '/notices' : `/notices/${noticeId}`
  const title = words.t(noticeId === null ? 'notice.new' : 'notice.edit')
  return (
    <Desk title={title} section="notices" script={addresses.dates}>
      {noticeId === null && view.typing !== true ? (
        <CircularForm heading={words.t('circular.start')} />
      ) : null}
      <Form action={action} id="notice" class="notice-form">
        {view.version === null ? null : <input type="hidden" name="version" value={String(view.version)} />}
        {/* The first button is what Enter presses: saving, not adding a row. */}
        <div class="page-head">
          <h1>{form.text.title === '' ? title : form.text.title}</h1>
          <span class="note">{words.t(`notice.${view.state}`)}</span>
          <div class="buttons">
            {view.circular === true ? (
              <ButtonLink kind="text" href={`${action}/circular`}>
                {words.t('circular.backToCircular')}
              </ButtonLink>
            ) : null}
            <Button name="do" value="save" unchecked>
              {words.t('notice.save')}
            </Button>
            <Button kind="ink" name="do" value="preview" unchecked>
              {words.t('notice.saveAndPreview')}
            </Button>
          </div>
        </div>
        {view.saved ? <Done text={words.t('notice.saved')} /> : null}
        <ProblemBox />
        <Head form={form} measure={measure} />
        <MilestoneRows form={form} action={action} measure={measure} />
        <AudienceRows form={form} action={action} />
        <ItemRows form={form} action={action} />
        <PolicyFields policy={form.policy} />
        <p class="form-end buttons">
          <Button name="do" value="save" unchecked>
            {words.t('notice.save')}
          </Button>
          <Button kind="ink" name="do" value="preview" unchecked>
            {words.t('notice.saveAndPreview')}
          </Button>
          <ButtonLink kind="text" href="/?show=drafts">
            {words.t('page.cancel')}
          </ButtonLink>
        </p>
      </Form>
    </Desk>
  )
}

interface FieldMore {
  type?: 'date' | 'email'
  max?: number
  hint?: string
  warned?: Warned
}

function Head({ form, measure }: { form: NoticeForm; measure: DateMeasure }) {
  const words = useWords()
  const field = (name: TextName, more: FieldMore = {}) => (
    <TextField name={name} label={words.field(name)} value={form.text[name]} {...more} />
  )
  return (
    <section class="section" id="f-head">
      <h2>{words.t('notice.paper')}</h2>
      <div class="row">
        {field('number', { max: 60 })}
        {field('issuerName', { max: 120 })}
        {field('signer', { max: 60 })}
        {field('issuedOn', { type: 'date' })}
      </div>
      {field('title', { max: 200 })}
      {field('theme', { max: 200 })}
      <TextArea name="body" label={words.field('body')} value={form.text.body} rows={8} max={100000} />
      <div class="row">
        {field('windowFrom', { type: 'date' })}
        {field('windowTo', { type: 'date' })}
        {field('acknowledgeDueOn', {
          type: 'date',
          hint: words.t('notice.acknowledgeHint'),
          warned: warnedOf(words, 'acknowledge', form.text.acknowledgeDueOn, measure),
        })}
      </div>
      <div class="row">
        {field('contactNames', { max: 200 })}
        {field('contactTelephone', { max: 60 })}
        {field('replyMailbox', { max: 254 })}
      </div>
      <div class="row">
        {field('address', { max: 300 })}
        {field('zone', { max: 60 })}
      </div>
      <Check
        name="urgent"
        label={words.field('urgent')}
        hint={words.t('notice.urgentHint')}
        checked={form.urgent}
      />
    </section>
  )
}
