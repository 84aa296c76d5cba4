import type { Installation } from '../../../domain/installation.ts'
import { settingsMark } from '../../../operations/installation/changeInstallation.ts'
import { Button } from '../../components/Button.tsx'
import { TextField } from '../../components/Field.tsx'
import { Form } from '../../components/Form.tsx'
import { Link } from '../../components/Link.tsx'
import { Done, ProblemBox } from '../../components/ProblemBox.tsx'
import { Desk } from '../../components/Shell.tsx'
import { useWords } from '../../frame.ts'

export interface InstallationView {
  installation: Installation
  done: boolean
}

/** What holds for the whole installation: its name, its hours, when mails go out, how long what is personal is kept. */
export function InstallationPage({ installation, done }: InstallationView) {
  const words = useWords()
  const { hours, sending } = installation
  return (
    <Desk title={words.t('installation.title')} narrow>
      {done ? <Done text={words.t('page.saved')} /> : null}
      <div class="page-head">
        <h1>{words.t('installation.title')}</h1>
      </div>
      <p class="note">
        {words.t('installation.note')} <Link href="/calendar">{words.t('nav.calendar')}</Link>
      </p>
      <ProblemBox />
      <Form action="/installation" class="sheet-form">
        <input type="hidden" name="was" value={settingsMark(installation)} />
        <TextField
          name="name"
          label={words.t('installation.name')}
          value={installation.name}
          max={120}
          required
        />
        <TextField name="zone" label={words.field('zone')} value={installation.zone} max={60} required />
        <fieldset class="row">
          <legend>{words.t('installation.hours')}</legend>
          <TextField
            name="hoursStart"
            label={words.t('installation.from')}
            value={hours.start}
            max={5}
            short
          />
          <TextField name="hoursEnd" label={words.t('installation.to')} value={hours.end} max={5} short />
        </fieldset>
        <fieldset class="row">
          <legend>{words.t('installation.window')}</legend>
          <TextField
            name="windowStart"
            label={words.t('installation.from')}
            value={sending.window.start}
            max={5}
            short
          />
          <TextField
            name="windowEnd"
            label={words.t('installation.to')}
            value={sending.window.end}
            max={5}
            short
          />
        </fieldset>
        <TextField
          name="times"
          label={words.t('installation.times')}
          hint={words.t('installation.timesHint')}
          value={sending.times.join(' ')}
          max={80}
          required
        />
        <TextField
          name="retentionMonths"
          label={words.t('installation.retention')}
          hint={words.t('installation.retentionHint')}
          value={installation.retentionMonths === null ? '' : String(installation.retentionMonths)}
          inputMode="numeric"
          max={3}
          short
        />
        <p class="form-end">
          <Button kind="ink">{words.t('page.save')}</Button>
        </p>
      </Form>
    </Desk>
  )
}
