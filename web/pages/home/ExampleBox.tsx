import { Button } from '../../components/Button.tsx'
import { Form } from '../../components/Form.tsx'
import { Link } from '../../components/Link.tsx'
import { useWords } from '../../frame.ts'

/** For an installation that holds nothing yet: the example, or a tree of one's own. */
export function ExampleBox() {
  const words = useWords()
  return (
    <section class="problem">
      <h2>{words.t('example.title')}</h2>
      <p>{words.t('example.text')}</p>
      <Form action="/example">
        <div class="buttons">
          <Button kind="ink">{words.t('example.load')}</Button>
          <Link href="/units/import">{words.t('example.import')}</Link>
        </div>
      </Form>
    </section>
  )
}
