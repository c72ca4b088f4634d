/** One value on this device, which only this browser can read. */
export type SealedStore = {
  read(): Promise<unknown>
  /** Whether it was written: what was erased stays so, in every window and for what was under way. */
  write(value: unknown): Promise<boolean>
  /** The value and its key: what is left can be read by nobody, and nothing is written until it is reopened. */
  erase(): Promise<void>
  isErased(): Promise<boolean>
  reopen(): Promise<void>
}

const databaseName = 'helsegraf'
const room = 'sealed'
const algorithm = 'AES-GCM'
const ivBytes = 12

type Sealed = { readonly iv: Uint8Array<ArrayBuffer>; readonly bytes: ArrayBuffer }

/**
 * IndexedDB, with every value under AES-256-GCM. The key is made here and cannot be taken out, not even by a script of
 * the page: a copy of the browser's files alone is not the certificates.
 */
export async function openSealedStore(): Promise<SealedStore> {
  const database = await openDatabase()

  function ask<Value>(mode: IDBTransactionMode, work: (store: IDBObjectStore) => IDBRequest<Value>): Promise<Value> {
    return toPromise(work(database.transaction(room, mode).objectStore(room)))
  }

  async function keyOf(): Promise<CryptoKey> {
    const found = await ask<CryptoKey | undefined>('readonly', store => store.get('key'))
    if (found) return found
    const key = await crypto.subtle.generateKey({ name: algorithm, length: 256 }, false, ['encrypt', 'decrypt'])
    // Another window may have been first: then its key counts.
    await ask('readwrite', store => store.add(key, 'key')).catch(() => undefined)
    return (await ask<CryptoKey | undefined>('readonly', store => store.get('key'))) ?? key
  }

  const isErased = async () => (await ask('readonly', store => store.get('erased'))) === true

  return {
    isErased,
    async read() {
      const sealed = await ask<Sealed | undefined>('readonly', store => store.get('value'))
      if (!sealed) return undefined
      const opened = await crypto.subtle.decrypt({ name: algorithm, iv: sealed.iv }, await keyOf(), sealed.bytes).then(
        bytes => JSON.parse(new TextDecoder().decode(bytes)),
        // Sealed by a key that is gone: nobody's.
        () => undefined,
      )
      return opened
    },
    async write(value) {
      if (await isErased()) return false
      const iv = crypto.getRandomValues(new Uint8Array(ivBytes))
      const plain = new TextEncoder().encode(JSON.stringify(value))
      const bytes = await crypto.subtle.encrypt({ name: algorithm, iv }, await keyOf(), plain)
      // In one transaction with the writing: it may have been erased meanwhile.
      const store = database.transaction(room, 'readwrite').objectStore(room)
      if ((await toPromise(store.get('erased'))) === true) {
        await toPromise(store.delete('key'))
        return false
      }
      await toPromise(store.put({ iv, bytes } satisfies Sealed, 'value'))
      return true
    },
    async erase() {
      const store = database.transaction(room, 'readwrite').objectStore(room)
      store.clear()
      await toPromise(store.put(true, 'erased'))
    },
    async reopen() {
      await ask('readwrite', store => store.delete('erased'))
    },
  }
}

function openDatabase(): Promise<IDBDatabase> {
  const request = indexedDB.open(databaseName, 1)
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(room))
  return toPromise(request)
}

function toPromise<Value>(request: IDBRequest<Value>): Promise<Value> {
  const { promise, resolve, reject } = Promise.withResolvers<Value>()
  request.addEventListener('success', () => resolve(request.result))
  request.addEventListener('error', () => reject(request.error))
  return promise
}
