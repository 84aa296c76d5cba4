import { unitTypes } from '../../../domain/audience.ts'
import { Button } from '../../components/Button.tsx'
import { Checks } from '../../components/Choices.tsx'
import { SelectField, TextArea, TextField } from '../../components/Field.tsx'
import { useWords } from '../../frame.ts'
import type { ItemForm, NoticeForm, RuleForm } from '../../notice/form.ts'

/** Who gets it: lines that include, less lines that exclude. */
export function AudienceRows({ form, action }: { form: NoticeForm; action: string }) {
  const words = useWords()
  return (
    <section class="section" id="f-audience">
      <header>
        <h2>{words.field('audience')}</h2>
        <span class="note">{words.t('notice.audienceNote')}</span>
      </header>
      {form.audience.map((rule, index) => (
        <RuleRow rule={rule} index={index} action={action} />
      ))}
      <p class="form-end">
        <Button
          name="do"
          value="add:audience"
          formaction={`${action}#audience-${form.audience.length}`}
          unchecked
        >
          {words.t('notice.addRule')}
        </Button>
      </p>
    </section>
  )
}

function RuleRow({ rule, index, action }: { rule: RuleForm; index: number; action: string }) {
  const words = useWords()
  const name = (field: string): string => `audience[${index}][${field}]`
  return (
    <fieldset class="row-block" id={`audience-${index}`}>
      <legend class="hidden">{words.t('field.audience.nth', { n: index + 1 })}</legend>
      <div class="row">
        <SelectField
          name={name('effect')}
          label={words.field('audience.effect')}
          value={rule.effect}
          options={[
            { value: 'include', label: words.t('notice.include') },
            { value: 'exclude', label: words.t('notice.exclude') },
          ]}
          class="narrow"
        />
        <TextField
          name={name('under')}
          label={words.field('audience.under')}
          hint={words.t('notice.underHint')}
          value={rule.under}
          max={64}
        />
        <TextField
          name={name('units')}
          label={words.t('notice.named')}
          hint={words.t('notice.namedHint')}
          value={rule.units}
          max={5000}
        />
      </div>
      <Checks
        name={name('types')}
        label={words.field('audience.types')}
        hint={words.t('notice.typesHint')}
        values={rule.types}
        options={unitTypes.map((type) => ({ value: type, label: words.t(`unit.${type}`) }))}
      />
      <p class="form-end">
        <Button
          kind="text"
          name="do"
          value={`remove:audience:${index}`}
          formaction={`${action}#f-audience`}
          unchecked
        >
          {words.t('notice.remove')}
        </Button>
      </p>
    </fieldset>
  )
}

/** The activities of a notice, by part. */
export function ItemRows({ form, action }: { form: NoticeForm; action: string }) {
  const words = useWords()
  return (
    <section class="section" id="f-items">
      <header>
        <h2>{words.field('items')}</h2>
        <span class="note">{words.t('notice.itemsNote')}</span>
      </header>
      {form.items.map((item, index) => (
        <ItemRow item={item} index={index} action={action} />
      ))}
      <p class="form-end">
        <Button name="do" value="add:items" formaction={`${action}#item-${form.items.length}`} unchecked>
          {words.t('notice.addItem')}
        </Button>
      </p>
    </section>
  )
}

function ItemRow({ item, index, action }: { item: ItemForm; index: number; action: string }) {
  const words = useWords()
  const name = (field: string): string => `items[${index}][${field}]`
  return (
    <fieldset class="row-block" id={`item-${index}`}>
      <legend class="hidden">{words.t('field.items.nth', { n: index + 1 })}</legend>
      <div class="row">
        <TextField
          name={name('groupTitle')}
          label={words.field('items.groupTitle')}
          value={item.groupTitle}
          max={200}
        />
        <TextField name={name('title')} label={words.field('items.title')} value={item.title} max={200} />
      </div>
      <TextArea
        name={name('text')}
        label={words.field('items.text')}
        value={item.text}
        rows={2}
        max={20000}
      />
      <p class="form-end">
        <Button
          kind="text"
          name="do"
          value={`remove:items:${index}`}
          formaction={`${action}#f-items`}
          unchecked
        >
          {words.t('notice.remove')}
        </Button>
      </p>
    </fieldset>
  )
}
