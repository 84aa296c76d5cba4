import type { UnitFilter } from './addresses.ts'

/** The filter along with a form, so that the page that follows is about the same units. */
export function FilterFields({ filter }: { filter: UnitFilter }) {
  const { milestone, state, district, reach, q } = filter
  return (
    <>
      {Object.entries({ milestone, state, district, reach, q }).map(([name, value]) =>
        value === undefined || value === '' ? null : (
          <input type="hidden" name={name} value={String(value)} />
        ),
      )}
    </>
  )
}
