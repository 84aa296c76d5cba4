import type { ComponentChildren } from 'preact'

/** A slip of paper that says what has been received, with the seal 收讫. */
export function Receipt(props: {
  title: string
  note: ComponentChildren
  facts: readonly [string, ComponentChildren][]
}) {
  return (
    <section class="receipt">
      <h1>{props.title}</h1>
      <p class="note">{props.note}</p>
      <Seal />
      <Facts facts={props.facts} />
    </section>
  )
}

export function Facts({ facts }: { facts: readonly [string, ComponentChildren][] }) {
  return (
    <dl class="facts">
      {facts.map(([name, value]) => (
        <div>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Seal() {
  return (
    <svg class="seal" width="78" height="78" viewBox="0 0 78 78" aria-hidden="true">
      <rect x="2" y="2" width="74" height="74" rx="3" stroke-width="4" />
      <rect x="7" y="7" width="64" height="64" stroke-width="1.2" />
      <text x="39" y="35" text-anchor="middle" lang="zh-CN">
        收
      </text>
      <text x="39" y="62" text-anchor="middle" lang="zh-CN">
        讫
      </text>
    </svg>
  )
}
