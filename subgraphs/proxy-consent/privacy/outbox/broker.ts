import { type ChannelModel, type ConfirmChannel, connect } from 'amqplib'
import { DeliveryFailed } from './webhook.ts'

export type BrokerMessage = { readonly id: string; readonly body: string; readonly at: Date }

/** RabbitMQ (AMQP 0-9-1): one durable queue a subscriber. */
export type Broker = {
  /** Resolves when the broker has confirmed that all are on disk. @throws DeliveryFailed */
  publish(queue: string, messages: readonly BrokerMessage[]): Promise<void>
  close(): Promise<void>
}

const deadlineMs = 10_000
/** PVK’s own bus takes no larger message than this (platform notes on Tjenestebussen); ours are a thousandth of it. */
const largestMessageBytes = 1024 * 1024

export function createBroker(url: string): Broker {
  let opening: Promise<{ model: ChannelModel; channel: ConfirmChannel }> | undefined

  async function open() {
    // Without it Nagle’s algorithm holds every confirm back for 40 ms.
    const model = await connect(url, { noDelay: true, timeout: deadlineMs, heartbeat: 20 } as Parameters<
      typeof connect
    >[1])
    const forget = () => {
      opening = undefined
    }
    // amqplib throws what nobody listens for.
    model.on('error', forget)
    model.on('close', forget)
    const channel = await model.createConfirmChannel()
    channel.on('error', forget)
    channel.on('close', forget)
    return { model, channel }
  }

  const opened = () => {
    opening ??= open().catch(error => {
      opening = undefined
      throw error
    })
    return opening
  }

  return {
    async publish(queue, messages) {
      const late = Promise.withResolvers<never>()
      const timer = setTimeout(() => late.reject(new DeliveryFailed('timeout')), deadlineMs)
      try {
        await Promise.race([publishAll(await Promise.race([opened(), late.promise]), queue, messages), late.promise])
      } catch (cause) {
        opening = undefined
        throw cause instanceof DeliveryFailed ? cause : new DeliveryFailed('broker', cause)
      } finally {
        clearTimeout(timer)
      }
    },
    async close() {
      const open = await opening?.catch(() => undefined)
      opening = undefined
      await open?.model.close().catch(() => {})
    },
  }
}

async function publishAll(
  { channel }: { channel: ConfirmChannel },
  queue: string,
  messages: readonly BrokerMessage[],
): Promise<void> {
  // Declared each time: a queue that somebody deleted is there again, and nothing is published into the void.
  await channel.assertQueue(queue, { durable: true, arguments: { 'x-queue-type': 'quorum' } })
  const confirmed = messages.map(({ id, body, at }) => {
    const bytes = Buffer.from(body)
    if (bytes.length > largestMessageBytes) throw new DeliveryFailed('too-large')
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    channel.sendToQueue(
      queue,
      bytes,
      {
        persistent: true,
        messageId: id,
        contentType: 'application/cloudevents+json',
        timestamp: Math.floor(at.getTime() / 1000),
      },
      error => (error ? reject(error) : resolve()),
    )
    return promise
  })
  await Promise.all(confirmed)
}
