// js-libp2p with gossipsub as the other end: listens on loopback, prints its address, then does what each
// line of standard input asks ({"do": …}) and prints one line of JSON for each. The first argument holds
// options of gossipsub as JSON, and `only`: the one version it is to speak.
import { createInterface } from 'node:readline'
import { gossipsub } from '@libp2p/gossipsub'
import { identify } from '@libp2p/identify'
import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'

const { only, ...options } = JSON.parse(process.argv[2] ?? '{}')
const pubsub = components => {
  const service = gossipsub({ allowPublishToZeroTopicPeers: true, ...options })(components)
  if (only != null) {
    service.protocols = [only]
  }
  return service
}

const node = await createLibp2p({
  addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
  transports: [tcp()],
  connectionEncrypters: [noise()],
  streamMuxers: [yamux()],
  services: { identify: identify(), ping: ping(), pubsub }
})

const received = []
node.services.pubsub.addEventListener('message', ({ detail }) => {
  received.push({
    topic: detail.topic,
    from: detail.from.toString(),
    type: detail.type,
    text: Buffer.from(detail.data.subarray(0, 60)).toString()
  })
})

const commands = {
  async connect ({ to }) {
    await node.dial(multiaddr(to))
    return {}
  },

  async subscribe ({ topic }) {
    node.services.pubsub.subscribe(topic)
    return {}
  },

  async unsubscribe ({ topic }) {
    node.services.pubsub.unsubscribe(topic)
    return {}
  },

  async state ({ topic }) {
    return {
      mesh: node.services.pubsub.getMeshPeers(topic),
      subscribers: node.services.pubsub.getSubscribers(topic).map(String),
      protocols: node.getConnections().flatMap(each => each.streams.map(stream => stream.protocol)),
      scores: node.getConnections().map(each => node.services.pubsub.getScore(each.remotePeer.toString()))
    }
  },

  async publish ({ topic, texts, size }) {
    let recipients = 0
    for (const text of texts) {
      const data = Buffer.alloc(Math.max(size, text.length), ' ')
      data.write(text)
      recipients += (await node.services.pubsub.publish(topic, data)).recipients.length
    }
    return { recipients }
  },

  async received () {
    return { received }
  }
}

console.log(JSON.stringify({ address: node.getMultiaddrs()[0].toString() }))
for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line)
  try {
    console.log(JSON.stringify(await commands[command.do](command)))
  } catch (error) {
    console.log(JSON.stringify({ failed: String(error.stack ?? error) }))
  }
}
process.exit(0)
