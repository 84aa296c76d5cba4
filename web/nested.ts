import type { Form } from './forms.ts'

/** A form's fields as a tree: the leaves hold every value that was sent under their name. */
export type Nested = string[] | { [name: string]: Nested }

const MOST_LEVELS = 6

/** `milestones[0][targets][1][name]` becomes a leaf four levels down. Names of another shape are left out. */
export function nest(form: Form): Nested {
  const root: { [name: string]: Nested } = emptyBranch()
  for (const name of form.names()) {
    const path = pathOf(name)
    if (path.length > 0 && path.length <= MOST_LEVELS) plant(root, path, form.all(name))
  }
  return root
}

function pathOf(name: string): string[] {
  if (!/^\w+(\[\w+\])*$/.test(name)) return []
  return name.split(/[[\]]+/).filter((part) => part !== '')
}

function plant(root: { [name: string]: Nested }, path: readonly string[], values: string[]): void {
  let at = root
  for (const part of path.slice(0, -1)) {
    const next = at[part] ?? emptyBranch()
    if (Array.isArray(next)) return
    at[part] = next
    at = next
  }
  const last = path.at(-1)
  if (last !== undefined) at[last] = values.map((value) => value.replaceAll('\r\n', '\n'))
}

/** Without a prototype: a field may be called anything. */
function emptyBranch(): { [name: string]: Nested } {
  return Object.create(null)
}

/** The branches of a list in the order of their numbers, whatever is missing between them. */
export function branches(tree: Nested | undefined): { [name: string]: Nested }[] {
  if (tree === undefined || Array.isArray(tree)) return []
  return Object.keys(tree)
    .filter((key) => /^\d+$/.test(key))
    .sort((one, other) => Number(one) - Number(other))
    .flatMap((key) => {
      const branch = tree[key]
      return branch === undefined || Array.isArray(branch) ? [] : [branch]
    })
}

export function branch(tree: Nested | undefined, name: string): Nested | undefined {
  return tree === undefined || Array.isArray(tree) ? undefined : tree[name]
}

export function leaf(tree: Nested | undefined, name: string): string {
  return leaves(tree, name)[0] ?? ''
}

export function leaves(tree: Nested | undefined, name: string): string[] {
  const found = branch(tree, name)
  return Array.isArray(found) ? found : []
}
