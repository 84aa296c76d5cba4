import { emptyItem, emptyMilestone, emptyRule, emptyTarget, type NoticeForm } from './form.ts'

/**
 * What a button of the form asks for: `add:milestones`, `add:targets:0`, `remove:items:2`, `remove:targets:0:1`.
 * Rows are counted as the form showed them.
 */
export function withRows(form: NoticeForm, wish: string): NoticeForm {
  const [verb, list = '', first, second] = wish.split(':')
  if (verb === 'add') return add(form, list, Number(first))
  if (verb === 'remove') return remove(form, list, Number(first), Number(second))
  return form
}

function add(form: NoticeForm, list: string, index: number): NoticeForm {
  switch (list) {
    case 'items':
      return { ...form, items: [...form.items, emptyItem] }
    case 'milestones':
      return { ...form, milestones: [...form.milestones, emptyMilestone] }
    case 'audience':
      return { ...form, audience: [...form.audience, emptyRule] }
    case 'targets':
      return {
        ...form,
        milestones: form.milestones.map((milestone, at) =>
          at === index ? { ...milestone, targets: [...milestone.targets, emptyTarget] } : milestone,
        ),
      }
    default:
      return form
  }
}

function remove(form: NoticeForm, list: string, index: number, inner: number): NoticeForm {
  const others = <T>(rows: readonly T[], gone: number): T[] => rows.filter((_, at) => at !== gone)
  switch (list) {
    case 'items':
      return { ...form, items: others(form.items, index) }
    case 'milestones':
      return { ...form, milestones: others(form.milestones, index) }
    case 'audience':
      return { ...form, audience: others(form.audience, index) }
    case 'targets':
      return {
        ...form,
        milestones: form.milestones.map((milestone, at) =>
          at === index ? { ...milestone, targets: others(milestone.targets, inner) } : milestone,
        ),
      }
    default:
      return form
  }
}
