import { useEffect, useRef } from 'react'
import Markdown, { type Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { EmptyState } from '../design/EmptyState.tsx'
import { Select } from '../design/Select.tsx'
import { useExplorer } from '../store/explorer-store.ts'
import { DOCUMENTS, type DocumentName, documentOfRule } from './documents.ts'
import { linkRules } from './link-rules.ts'
import styles from './Specs.module.css'
import { useSpec } from './use-spec.ts'

const linkKnownRules = linkRules((rule) => documentOfRule(rule) !== null)

/** Each rule's heading can be reached by the rule's id; links that lead out of the page open beside it. */
const COMPONENTS: Components = {
  h1: ({ children }) => <h3 className={styles.h1}>{children}</h3>,
  h2: ({ children }) => <h4 className={styles.h2}>{children}</h4>,
  h3: ({ children }) => {
    const rule = ruleOfHeading(children)
    return (
      <h5 className={styles.h3} {...(rule === null ? {} : { id: `rule-${rule}`, tabIndex: -1 })}>
        {children}
      </h5>
    )
  },
  /** The boxes of a task list: done, or not. */
  input: ({ checked }) => <b className={styles.box}>{checked ? '✓' : '○'}</b>,
}

function ruleOfHeading(children: React.ReactNode): string | null {
  const text = typeof children === 'string' ? children : Array.isArray(children) ? String(children[0]) : ''
  return /^([A-Z]+-\d+)\b/.exec(text)?.[1] ?? null
}

/** The specs as they are shipped: what every rule says, and why. Nothing in them is shown as raw HTML. */
export function Specs() {
  const document = useExplorer((state) => state.document)
  const openDocument = useExplorer((state) => state.openDocument)
  return (
    <div className={styles.specs}>
      <div className={styles.choice}>
        <Select
          label="Document"
          labelled="unseen"
          value={document}
          onChange={openDocument}
          choices={DOCUMENTS.map(({ name, title }) => ({ value: name, label: title, says: name }))}
        />
      </div>
      <Spec key={document} name={document} />
    </div>
  )
}

function Spec({ name }: { readonly name: DocumentName }) {
  const rule = useExplorer((state) => state.rule)
  const spec = useSpec(name)
  const scroller = useRef<HTMLDivElement>(null)
  const loaded = spec.state === 'loaded'
  useEffect(() => {
    if (!loaded || rule === null || scroller.current === null) return
    const heading = scroller.current.querySelector(`#rule-${CSS.escape(rule.id)}`)
    if (!(heading instanceof HTMLElement)) return
    for (const shown of scroller.current.querySelectorAll('[data-shown]')) shown.removeAttribute('data-shown')
    heading.dataset.shown = 'true'
    heading.scrollIntoView({ block: 'start' })
    heading.focus({ preventScroll: true })
  }, [loaded, rule])
  if (spec.state === 'failed') return <EmptyState title="The document could not be loaded">{spec.message}</EmptyState>
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls can be scrolled by keyboard
    <section className={styles.text} ref={scroller} tabIndex={0} aria-label={name}>
      {spec.state === 'loading' ? null : (
        <Markdown remarkPlugins={[remarkGfm]} rehypePlugins={[linkKnownRules]} components={COMPONENTS} skipHtml>
          {spec.text}
        </Markdown>
      )}
    </section>
  )
}
