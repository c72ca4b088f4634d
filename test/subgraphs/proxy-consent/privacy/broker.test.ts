import { randomUUID } from 'node:crypto'
import { connect } from 'amqplib'
import { expect, test } from 'vitest'
import { createBroker } from '../../../../subgraphs/proxy-consent/privacy/outbox/broker.ts'

const url = process.env.TEST_AMQP_URL
const at = new Date('2022-01-10T12:00:00Z')
const messages = (...ids: string[]) => ids.map(id => ({ id, body: `{"id":"${id}"}`, at }))

async function drain(queue: string, many: number) {
  const model = await connect(url ?? '')
  const channel = await model.createChannel()
  const got: { id: string; mode: number; type: string; body: string }[] = []
  const all = Promise.withResolvers<void>()
  await channel.consume(queue, message => {
    if (!message) return
    const { messageId, deliveryMode, contentType } = message.properties
    got.push({ id: messageId, mode: deliveryMode, type: contentType, body: message.content.toString() })
    channel.ack(message)
    if (got.length === many) all.resolve()
  })
  await all.promise
  await channel.deleteQueue(queue)
  await model.close()
  return got
}

test.skipIf(!url)('messages are confirmed, persistent and in order, in a queue of the subscriber’s own', async () => {
  const queue = `pvk.test.${randomUUID()}`
  const broker = createBroker(url ?? '')
  await broker.publish(queue, messages('a:1', 'a:2'))
  await broker.publish(queue, messages('a:3'))
  await broker.close()
  const got = await drain(queue, 3)
  expect(got.map(({ id }) => id)).toEqual(['a:1', 'a:2', 'a:3'])
  expect(got[0]).toEqual({ id: 'a:1', mode: 2, type: 'application/cloudevents+json', body: '{"id":"a:1"}' })
})

test.skipIf(!url)('a queue that somebody deleted is made again', async () => {
  const queue = `pvk.test.${randomUUID()}`
  const broker = createBroker(url ?? '')
  await broker.publish(queue, messages('a:1'))
  await drain(queue, 1)
  await broker.publish(queue, messages('a:2'))
  await broker.close()
  expect((await drain(queue, 1)).map(({ id }) => id)).toEqual(['a:2'])
})

test('without a broker that answers nothing counts as delivered', async () => {
  const broker = createBroker('amqp://127.0.0.1:1')
  await expect(broker.publish('pvk.test', messages('a:1'))).rejects.toMatchObject({ reason: 'broker' })
  await broker.close()
})
