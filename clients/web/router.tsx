import { type AnchorHTMLAttributes, type MouseEvent, type ReactNode, useEffect, useState } from 'react'
import type { Whom } from '../whom/whom.ts'

const moved = 'helsegraf:moved'

/** Paths below this one are pages (`server/web-server.ts`). */
export const home = '/web/'

/** A page, and whom it is about. */
export type Place = { readonly page: string; readonly whom: Whom }

/** `/web/vaccinations` is one's own, `/web/for/ID/vaccinations` of somebody one represents. */
export function placeOf(path: string): Place {
  const [, whom, page] = /^\/web\/for\/([\w-]+)\/(.*)$/.exec(path) ?? []
  return whom === undefined || page === undefined ? { page: path.slice(home.length), whom: undefined } : { page, whom }
}

export const pathTo = ({ page, whom }: Place): string => `${home}${whom === undefined ? '' : `for/${whom}/`}${page}`

export function go(path: string): void {
  history.pushState(null, '', path)
  window.dispatchEvent(new Event(moved))
}

/** The path of the page now shown. */
export function usePath(): string {
  const [path, setPath] = useState(location.pathname)
  useEffect(() => {
    const follow = () => setPath(location.pathname)
    window.addEventListener('popstate', follow)
    window.addEventListener(moved, follow)
    return () => {
      window.removeEventListener('popstate', follow)
      window.removeEventListener(moved, follow)
    }
  }, [])
  return path
}

/** Only a plain click moves here: with a key or another button it is the browser's own. */
export function follow(event: MouseEvent<HTMLElement>, path: string): void {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
  event.preventDefault()
  go(path)
}

type LinkProps = AnchorHTMLAttributes<HTMLAnchorElement> & { readonly href: string; readonly children: ReactNode }

export function Link({ href, children, ...rest }: LinkProps) {
  return (
    <a href={href} onClick={event => follow(event, href)} {...rest}>
      {children}
    </a>
  )
}
