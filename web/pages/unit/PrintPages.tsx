import { Link } from '../../components/Link.tsx'
import { Desk, Phone } from '../../components/Shell.tsx'
import { useWords } from '../../frame.ts'
import { PrintedForm, type PrintedFormView } from './PrintedForm.tsx'

/** The unit's own form, with the code that leads to its own page. */
export function UnitPrintPage({
  view,
  base,
  unitName,
}: {
  view: PrintedFormView
  base: string
  unitName: string
}) {
  const words = useWords()
  return (
    <Phone title={words.t('unit.print')} heading={unitName}>
      <p class="for-screen">
        <Link href={base} class="back">{`‹ ${words.t('page.back')}`}</Link>
        <br />
        <span class="note">{words.t('print.how')}</span>
      </p>
      <PrintedForm {...view} />
    </Phone>
  )
}

/** A coordinator's: for one unit or for all, with the code that leads to where a unit asks for its link. */
export function DeskPrintPage(props: { view: PrintedFormView; back: string; general?: string }) {
  const { view, back, general } = props
  const words = useWords()
  return (
    <Desk title={words.line(words.t('unit.print'), view.unit?.name ?? null)} section="notices" narrow>
      <p class="for-screen">
        <Link href={back} class="back">{`‹ ${words.t('page.back')}`}</Link> <br />
        <span class="note">{words.t('print.how')}</span>{' '}
        {general === undefined ? null : <Link href={general}>{words.t('print.general')}</Link>}
      </p>
      <PrintedForm {...view} />
    </Desk>
  )
}
