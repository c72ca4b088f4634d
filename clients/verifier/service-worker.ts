/*
 * Question: how does the page open when there is no network?
 * Refuses: to answer for the lists. The page keeps those itself, and knows how old they are.
 */

type Lasting = Event & { waitUntil(done: Promise<unknown>): void }
type Asked = Lasting & { readonly request: Request; respondWith(answer: Promise<Response>): void }

/** What the page is made of, and a digest of that: the build writes it here. */
declare const filesOfPage: { readonly version: string; readonly paths: readonly string[] }

const { version, paths } = filesOfPage
const prefix = 'helsegraf-verifier-page-'
const store = prefix + version
const worker = self as unknown as { skipWaiting(): Promise<void>; clients: { claim(): Promise<void> } }

self.addEventListener('install', event => {
  const keepPage = async () => {
    await (await caches.open(store)).addAll([...paths])
    await worker.skipWaiting()
  }
  ;(event as Lasting).waitUntil(keepPage())
})

self.addEventListener('activate', event => {
  const dropOthers = async () => {
    const names = await caches.keys()
    await Promise.all(names.filter(name => name.startsWith(prefix) && name !== store).map(name => caches.delete(name)))
    await worker.clients.claim()
  }
  ;(event as Lasting).waitUntil(dropOthers())
})

self.addEventListener('fetch', event => {
  const { request, respondWith } = event as Asked
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== location.origin || !paths.includes(pathname)) return
  const answer = async () => (await (await caches.open(store)).match(pathname)) ?? fetch(request)
  respondWith.call(event, answer())
})
