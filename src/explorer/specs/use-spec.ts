import { useEffect, useState } from 'react'
import type { DocumentName } from './documents.ts'

export type Spec =
  | { readonly state: 'loading' }
  | { readonly state: 'loaded'; readonly text: string }
  | { readonly state: 'failed'; readonly message: string }

async function fetchSpec(name: DocumentName): Promise<string> {
  const response = await fetch(`${import.meta.env.BASE_URL}specs/${name}.md`)
  if (!response.ok) throw new Error(`${response.status} ${response.statusText}`)
  return response.text()
}

/** The text of a document that the page ships. */
export function useSpec(name: DocumentName): Spec {
  const [spec, setSpec] = useState<Spec>({ state: 'loading' })
  useEffect(() => {
    let wanted = true
    fetchSpec(name).then(
      (text) => wanted && setSpec({ state: 'loaded', text }),
      (thrown: unknown) => wanted && setSpec({ state: 'failed', message: String(thrown) }),
    )
    return () => {
      wanted = false
    }
  }, [name])
  return spec
}
