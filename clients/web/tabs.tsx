import { type KeyboardEvent, type ReactNode, useId, useRef, useState } from 'react'

type Tab = { readonly title: ReactNode; readonly content: ReactNode }

/** Tabs as the ARIA authoring practices have them: one stop for the Tab key, arrows between them. */
export function Tabs({ tabs }: { readonly tabs: readonly Tab[] }) {
  const [chosen, setChosen] = useState(0)
  const buttons = useRef<(HTMLButtonElement | null)[]>([])
  const id = useId()

  function move(event: KeyboardEvent): void {
    const last = tabs.length - 1
    const next = { ArrowRight: chosen + 1, ArrowLeft: chosen - 1, Home: 0, End: last }[event.key]
    if (next === undefined) return
    event.preventDefault()
    const wrapped = next < 0 ? last : next > last ? 0 : next
    setChosen(wrapped)
    buttons.current[wrapped]?.focus()
  }

  return (
    <>
      <div role="tablist" className="tabs" onKeyDown={move}>
        {tabs.map(({ title }, index) => (
          <button
            // biome-ignore lint/suspicious/noArrayIndexKey: the list is fixed
            key={index}
            ref={button => {
              buttons.current[index] = button
            }}
            type="button"
            role="tab"
            id={`${id}tab${index}`}
            aria-controls={`${id}panel${index}`}
            aria-selected={index === chosen}
            tabIndex={index === chosen ? 0 : -1}
            onClick={() => setChosen(index)}
          >
            {title}
          </button>
        ))}
      </div>
      {tabs.map(({ content }, index) => (
        <div
          // biome-ignore lint/suspicious/noArrayIndexKey: the list is fixed
          key={index}
          role="tabpanel"
          id={`${id}panel${index}`}
          aria-labelledby={`${id}tab${index}`}
          hidden={index !== chosen}
        >
          {content}
        </div>
      ))}
    </>
  )
}
