import { type ReactNode, useEffect, useRef } from 'react'
import type { LocalText } from '../../schema/scalars/locale.ts'
import { useWords } from '../language/words.tsx'

/** The page that was loaded first keeps the focus where the browser put it; every page after takes it. */
let isFirst = true

type PageProps = {
  readonly title: LocalText
  readonly children: ReactNode
}

/** One heading and what is below it. A new page takes the focus, so that a screen reader reads what it is. */
export function Page({ title, children }: PageProps) {
  const { say, plain } = useWords()
  const heading = useRef<HTMLHeadingElement>(null)
  const titleText = plain(title)
  useEffect(() => {
    document.title = `${titleText} – Helsegraf`
  }, [titleText])
  useEffect(() => {
    if (!isFirst) {
      heading.current?.focus({ preventScroll: true })
      window.scrollTo(0, 0)
    }
    isFirst = false
  }, [])
  return (
    <>
      <h1 ref={heading} tabIndex={-1}>
        {say(title)}
      </h1>
      {children}
    </>
  )
}
