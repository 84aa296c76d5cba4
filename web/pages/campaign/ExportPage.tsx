import type { CampaignHead } from '../../../db/queries/campaignHead.ts'
import { ButtonLink } from '../../components/Button.tsx'
import { CampaignHeader } from '../../components/CampaignHeader.tsx'
import { Link } from '../../components/Link.tsx'
import { Desk } from '../../components/Shell.tsx'
import { Table } from '../../components/Table.tsx'
import { sheetKeys } from '../../documents/exports/sheet.ts'
import { MOST_BOOK_ROWS, MOST_SHEET_ROWS } from '../../documents/workbook.ts'
import { useWords } from '../../frame.ts'

/** Everything of a campaign, table by table. */
export function ExportPage({ head }: { head: CampaignHead }) {
  const words = useWords()
  const base = `/campaigns/${head.id}`
  return (
    <Desk title={words.t('export.title')} section="notices">
      <CampaignHeader head={head} />
      <section class="section">
        <header>
          <h2>{words.t('export.title')}</h2>
        </header>
        <p class="note">
          {words.t('export.note', {
            sheet: words.number(MOST_SHEET_ROWS),
            book: words.number(MOST_BOOK_ROWS),
          })}
        </p>
        <p class="buttons export-all">
          <ButtonLink href={`${base}/export.xlsx`}>{words.t('export.all')}</ButtonLink>
        </p>
        <Table
          caption={words.t('export.title')}
          empty=""
          rows={sheetKeys}
          columns={[
            { label: words.t('export.what'), cell: (key) => <strong>{words.t(`export.${key}`)}</strong> },
            {
              label: words.t('export.contents'),
              unseen: true,
              cell: (key) => words.t(`export.${key}.note`),
            },
            {
              label: words.t('export.download'),
              unseen: true,
              cell: (key) => <Link href={`${base}/export/${key}.csv`}>{words.t('export.csv')}</Link>,
            },
          ]}
        />
      </section>
    </Desk>
  )
}
