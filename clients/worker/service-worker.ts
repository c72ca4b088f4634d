/*
 * Question: how does a client's page open with no network? The same worker for each that does, served below its path.
 * Refuses: to keep anything personal, and to answer for lists. It keeps the page and what the page is built of; what was
 * fetched later the page keeps itself (`app/device/`, `lists/`).
 */
declare const self: ServiceWorkerGlobalScope

const page = new URL('./', self.location.href).pathname
/** Clients of one origin share their caches' names. */
const shell = `shell of ${page}`
/** A network that is there in name only: the kept page is shown rather than nothing. */
const deadlineMs = 3_000

self.addEventListener('install', event => {
  event.waitUntil(fetchPage().then(() => self.skipWaiting()))
})

self.addEventListener('activate', event => {
  event.waitUntil(self.clients.claim())
})

self.addEventListener('fetch', event => {
  const { method, mode, url } = event.request
  const { origin, pathname } = new URL(url)
  if (method !== 'GET' || origin !== self.location.origin) return
  if (mode === 'navigate' && pathname === page) event.respondWith(fetchPage().catch(() => kept(page)))
  else if (pathname.startsWith('/assets/')) event.respondWith(keptOrFetched(pathname))
})

/** The page of today, kept together with everything it is built of; what no page needs any longer is let go. */
async function fetchPage(): Promise<Response> {
  const response = await fetch(page, { signal: AbortSignal.timeout(deadlineMs) })
  if (!response.ok) throw new Error(`the page answered ${response.status}`)
  const cache = await caches.open(shell)
  const parts = await partsOf(await response.clone().text())
  await cache.put(page, response.clone())
  for (const { url } of await cache.keys()) {
    const { pathname } = new URL(url)
    if (pathname !== page && !parts.includes(pathname)) await cache.delete(url)
  }
  return response
}

/** Scripts and styles are named in the page, fonts in the styles. Names change with their content. */
async function partsOf(html: string): Promise<string[]> {
  const named = [...new Set(html.match(/\/assets\/[\w.-]+\.\w+/g) ?? [])]
  const texts = await Promise.all(
    named.map(async path => {
      const response = await keptOrFetched(path)
      return path.endsWith('.css') ? response.text() : ''
    }),
  )
  const fonts = [...new Set(texts.flatMap(css => css.match(/\/assets\/[\w.-]+\.woff2/g) ?? []))]
  await Promise.all(fonts.map(keptOrFetched))
  return [...named, ...fonts]
}

async function keptOrFetched(path: string): Promise<Response> {
  const cache = await caches.open(shell)
  const found = await cache.match(path)
  if (found) return found
  const response = await fetch(path)
  if (response.ok) await cache.put(path, response.clone())
  return response
}

const kept = async (path: string): Promise<Response> =>
  (await (await caches.open(shell)).match(path)) ?? Response.error()
