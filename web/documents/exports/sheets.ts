import {
  exportDecisions,
  exportEntries,
  exportItems,
  exportMails,
  exportReminders,
  type ExportedEntry,
  type ExportedReminder,
} from '../../../db/queries/exports/record.ts'
import {
  exportFiles,
  exportObligations,
  exportReports,
  type ExportedDuty,
  type ExportedReport,
} from '../../../db/queries/exports/units.ts'
import type { Words } from '../../words.ts'
import {
  columnsFor,
  sheetOf,
  type Column,
  type ExportContext,
  type ExportSheet,
  type SheetKey,
} from './sheet.ts'

/** The words of a step, `前3个工作日提醒`; the caller knows them from the pages. */
export interface ExportWording {
  step(row: ExportedReminder): string
  duty(row: ExportedDuty): string
}

export function exportSheets(context: ExportContext, wording: ExportWording): Record<SheetKey, ExportSheet> {
  return {
    obligations: obligations(context, wording),
    reports: reports(context, wording),
    files: files(context, wording),
    items: items(context, wording),
    decisions: decisions(context, wording),
    mails: mails(context),
    reminders: reminders(context, wording),
    audit: audit(context),
  }
}

type Dutied = ExportedDuty

function unitColumns<Row extends { code: string; unit: string }>(words: Words): Column<Row>[] {
  const { text } = columnsFor(words)
  return [
    text('export.column.code', (row) => row.code, 18),
    text('export.column.unit', (row) => row.unit, 24),
  ]
}

function dutyColumns<Row extends Dutied>(words: Words, wording: ExportWording): Column<Row>[] {
  const { text } = columnsFor(words)
  return [...unitColumns<Row>(words), text('export.column.duty', (row) => wording.duty(row), 28)]
}

const yesNo = (words: Words, value: boolean | null): string | null =>
  value === null ? null : words.t(value ? 'export.yes' : 'export.no')

function obligations(context: ExportContext, wording: ExportWording): ExportSheet {
  const { words } = context
  const { text, date, instant } = columnsFor(words)
  return sheetOf('obligations', context, exportObligations, [
    ...dutyColumns(words, wording),
    text('export.column.parent', (row) => row.parent, 20),
    text('export.column.type', (row) => words.t(`unit.${row.type}`), 10),
    text('export.column.state', (row) => words.t(`state.${row.state}`), 10),
    date('export.column.due', (row) => row.dueOn),
    instant('export.column.acknowledgedAt', (row) => row.acknowledgedAt),
    text('export.column.via', (row) =>
      row.acknowledgedVia === null ? null : words.t(`via.${row.acknowledgedVia}`),
    ),
    instant('export.column.firstSubmittedAt', (row) => row.firstSubmittedAt),
    text('export.column.inTime', (row) => yesNo(words, row.inTime), 8),
    instant('export.column.submittedAt', (row) => row.submittedAt),
    instant('export.column.acceptedAt', (row) => row.acceptedAt),
    text('export.column.receipt', (row) => row.receipt),
  ])
}

function reports(context: ExportContext, wording: ExportWording): ExportSheet {
  const { words } = context
  const { text, number, instant } = columnsFor(words)
  const figures = context.targets.map(({ targetId, ordinal, name, measure }): Column<ExportedReport> => ({
    heading: words.mark(ordinal) + (measure === '' ? name : words.t('progress.measured', { name, measure })),
    width: 14,
    cell: ({ values }) => ({ kind: 'number', value: values[String(targetId)] ?? null }),
  }))
  const columns: Column<ExportedReport>[] = [
    ...dutyColumns<ExportedReport>(words, wording),
    number('export.column.version', (row) => row.version),
    text('export.column.latest', (row) => yesNo(words, row.latest), 8),
    text('export.column.state', (row) => words.t(`reportState.${row.state}`), 10),
    instant('export.column.submittedAt', (row) => row.submittedAt),
    text('export.column.submitter', (row) => row.submitter, 12),
    text('export.column.channel', (row) => words.t(`via.${row.channel}`), 12),
    text('export.column.receipt', (row) => row.receipt),
    text('export.column.text', (row) => row.text, 60),
    ...figures,
    number('export.column.files', (row) => row.files),
    instant('export.column.reviewedAt', (row) => row.reviewedAt),
    text('export.column.reviewer', (row) => row.reviewer, 12),
    text('export.column.reason', (row) => row.reason, 30),
  ]
  return sheetOf('reports', context, exportReports, columns, 2000)
}

function files(context: ExportContext, wording: ExportWording): ExportSheet {
  const { words } = context
  const { text, number, instant } = columnsFor(words)
  return sheetOf('files', context, exportFiles, [
    number('export.column.id', (row) => row.id),
    ...dutyColumns(words, wording),
    number('export.column.version', (row) => row.version),
    text('export.column.name', (row) => row.name, 30),
    text('export.column.mediaType', (row) => row.mediaType, 20),
    number('export.column.size', (row) => row.size),
    text('export.column.sha256', (row) => row.sha256, 66),
    instant('export.column.addedAt', (row) => row.addedAt),
  ])
}

function items(context: ExportContext, wording: ExportWording): ExportSheet {
  const { words } = context
  const { text, number, instant } = columnsFor(words)
  return sheetOf('items', context, exportItems, [
    number('export.column.id', (row) => row.id),
    ...dutyColumns(words, wording),
    number('export.column.round', (row) => row.round),
    text('export.column.supervising', (row) => row.supervising, 20),
    text('export.column.state', (row) => words.t(`item.${row.state}`), 10),
    number('export.column.level', (row) => row.level),
    text('export.column.holder', (row) => row.holder, 20),
    instant('export.column.joinedAt', (row) => row.joinedAt),
    instant('export.column.levelSince', (row) => row.levelSince),
    instant('export.column.waitEndsAt', (row) => row.waitEndsAt),
    instant('export.column.seenAt', (row) => row.seenAt),
    instant('export.column.snoozedUntil', (row) => row.snoozedUntil),
    instant('export.column.endedAt', (row) => row.endedAt),
  ])
}

function decisions(context: ExportContext, wording: ExportWording): ExportSheet {
  const { words } = context
  const { text, number, date, instant } = columnsFor(words)
  return sheetOf('decisions', context, exportDecisions, [
    number('export.column.item', (row) => row.itemId),
    ...dutyColumns(words, wording),
    instant('export.column.at', (row) => row.at),
    text('export.column.decision', (row) => words.t(`decision.${row.kind}`), 10),
    text('export.column.person', (row) => row.person, 12),
    date('export.column.extendedTo', (row) => row.extendedTo),
    text('export.column.reason', (row) => row.reason, 40),
  ])
}

function mails(context: ExportContext): ExportSheet {
  const { words } = context
  const { text, number, instant } = columnsFor(words)
  return sheetOf('mails', context, exportMails, [
    number('export.column.id', (row) => row.id),
    ...unitColumns(words),
    text('export.column.kind', (row) => words.t(`mailKind.${row.kind}`), 10),
    text('export.column.person', (row) => row.person, 12),
    text('export.column.address', (row) => row.address, 28),
    text('export.column.state', (row) => words.t(`message.${row.state}`), 14),
    instant('export.column.createdAt', (row) => row.createdAt),
    instant('export.column.sendAt', (row) => row.sendAt),
    instant('export.column.finishedAt', (row) => row.finishedAt),
    number('export.column.attempts', (row) => row.attempts),
    text('export.column.error', (row) => row.error, 30),
    text(
      'export.column.remedy',
      (row) => (row.remedy === null ? null : words.code('remedy', row.remedy)),
      30,
    ),
  ])
}

function reminders(context: ExportContext, wording: ExportWording): ExportSheet {
  const { words } = context
  const { text, number, instant } = columnsFor(words)
  return sheetOf('reminders', context, exportReminders, [
    ...dutyColumns(words, wording),
    text('export.column.step', (row) => wording.step(row), 20),
    number('export.column.dueVersion', (row) => row.dueVersion),
    instant('export.column.slot', (row) => row.slot),
    instant('export.column.createdAt', (row) => row.createdAt),
  ])
}

function audit(context: ExportContext): ExportSheet {
  const { words } = context
  const { text, number, instant } = columnsFor(words)
  const columns: Column<ExportedEntry>[] = [
    instant('export.column.at', (row) => row.at),
    text('export.column.actorKind', (row) => words.t(`export.actor.${row.actorKind}`), 12),
    text('export.column.person', (row) => row.actor, 12),
    text('export.column.operation', (row) => words.code('did', row.operation), 18),
    ...unitColumns<ExportedEntry>(words),
    text('export.column.subject', (row) => row.subject, 12),
    number('export.column.subjectId', (row) => row.subjectId),
    text('export.column.reason', (row) => row.reason, 30),
    text('export.column.detail', (row) => (row.detail === '{}' ? null : row.detail), 30),
  ]
  return sheetOf('audit', context, exportEntries, columns)
}
