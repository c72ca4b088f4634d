import { afterEach, expect, test } from 'vitest'
import {
  createDrawingRoom,
  type DrawingRoom,
  DrawingUnavailable,
} from '../../../subgraphs/certificate/pdf/drawing-room.ts'
import { toSheet } from '../../../subgraphs/certificate/pdf/sheet.ts'
import { anOrder, now } from './an-order.ts'

const sheet = toSheet(anOrder(), now)
const limits = { deadlineMs: 20_000, startMs: 60_000, waiting: 64, bytes: 512 * 1024 }

let room: DrawingRoom
afterEach(() => room.close())

test('draws in another thread: this one goes on meanwhile', async () => {
  room = createDrawingRoom(limits)
  await room.draw(sheet)
  let turns = 0
  const ticking = setInterval(() => turns++, 1)
  await Promise.all(Array.from({ length: 4 }, () => room.draw(sheet)))
  clearInterval(ticking)
  expect(turns).toBeGreaterThan(20)
})

/** A thread that hangs on one title, ends at another, and draws a few bytes of the rest, once it has started. */
const threadThatStarts = (when: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`
  import { parentPort } from 'node:worker_threads'
  await ${when}
  parentPort.on('message', ({ id, sheet }) => {
    if (sheet.title === 'hangs') while (true);
    if (sheet.title === 'ends') process.exit(1)
    if (sheet.title === 'fails') parentPort.postMessage({ id, failure: { message: 'no', stack: '' } })
    else parentPort.postMessage({ id, bytes: new Uint8Array(3) })
  })
  parentPort.postMessage('ready')`)}`,
  )
const stubborn = threadThatStarts('undefined')

test('what takes too long ends with its thread, and the next is drawn by a fresh one', async () => {
  room = createDrawingRoom({ ...limits, deadlineMs: 1_000 }, stubborn)
  await expect(room.draw({ ...sheet, title: 'hangs' })).rejects.toThrow(DrawingUnavailable)
  expect(await room.draw(sheet)).toHaveLength(3)
})

test('a thread that takes longer to start than a page may take still draws it', async () => {
  room = createDrawingRoom(
    { ...limits, deadlineMs: 1_000 },
    threadThatStarts('new Promise(done => setTimeout(done, 1_500))'),
  )
  expect(await room.draw(sheet)).toHaveLength(3)
})

test('a thread that never starts is given up', async () => {
  room = createDrawingRoom(
    { ...limits, startMs: 300 },
    threadThatStarts('new Promise(() => setInterval(() => {}, 1_000))'),
  )
  await expect(room.draw(sheet)).rejects.toThrow(DrawingUnavailable)
})

test('a thread that dies fails what waits for it, and the next is drawn by a fresh one', async () => {
  room = createDrawingRoom(limits, stubborn)
  await expect(room.draw({ ...sheet, title: 'ends' })).rejects.toThrow('the drawing thread ended')
  expect(await room.draw(sheet)).toHaveLength(3)
})

test('a sheet that cannot be drawn fails alone', async () => {
  room = createDrawingRoom(limits, stubborn)
  const failing = room.draw({ ...sheet, title: 'fails' })
  const other = room.draw(sheet)
  await expect(failing).rejects.toThrow('no')
  expect(await other).toHaveLength(3)
})

test('when too many wait, the next is told so at once', async () => {
  room = createDrawingRoom({ ...limits, waiting: 2 })
  const first = [room.draw(sheet), room.draw(sheet)]
  await expect(room.draw(sheet)).rejects.toThrow(DrawingUnavailable)
  await Promise.all(first)
  expect((await room.draw(sheet)).length).toBeGreaterThan(10_000)
})

test('a PDF beyond its size is not given out', async () => {
  room = createDrawingRoom({ ...limits, bytes: 1_000 })
  await expect(room.draw(sheet)).rejects.toThrow(/a PDF of \d+ bytes/)
})
