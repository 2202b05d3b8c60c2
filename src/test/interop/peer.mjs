// js-libp2p as the other end: listens on loopback, prints its address, then does what each line of
// standard input asks ({"do": …, "to": multiaddr, …}) and prints one line of JSON for each.
import { createHash, randomBytes } from 'node:crypto'
import { createInterface } from 'node:readline'
import { identify, identifyPush } from '@libp2p/identify'
import { mdns } from '@libp2p/mdns'
import { noise } from '@libp2p/noise'
import { ping } from '@libp2p/ping'
import { tcp } from '@libp2p/tcp'
import { yamux } from '@libp2p/yamux'
import { multiaddr } from '@multiformats/multiaddr'
import { createLibp2p } from 'libp2p'

const ECHO = '/test/echo/1.0.0'
const COUNT = '/test/count/1.0.0'
const STALL = '/test/stall/1.0.0'
const PING = '/ipfs/ping/1.0.0'
const BLOCK = 64 * 1024
const MANY = { maxInboundStreams: 10_000, maxOutboundStreams: 10_000 }

const node = await createLibp2p({
  addresses: { listen: ['/ip4/127.0.0.1/tcp/0'] },
  transports: [tcp()],
  connectionEncrypters: [noise()],
  // streams that come before this side has looked at the connection: more than the usual 10
  streamMuxers: [yamux({ maxEarlyStreams: 1000 })],
  connectionManager: {
    inboundConnectionThreshold: 1e6,
    maxIncomingPendingConnections: 1000,
    // a busy machine is no reason to give a stream up
    inboundStreamProtocolNegotiationTimeout: 30_000,
    outboundStreamProtocolNegotiationTimeout: 30_000
  },
  // asked for where a command needs it
  services: { identify: identify({ runOnConnectionOpen: false }), identifyPush: identifyPush(), ping: ping(MANY) }
})

async function write (stream, chunk) {
  if (!stream.send(chunk)) {
    await stream.onDrain()
  }
}

async function finished (stream) {
  if (stream.writableNeedsDrain) {
    await stream.onDrain()
  }
  await stream.close()
}

function bytes (chunk) {
  return chunk.subarray()
}

async function readAll (stream) {
  const chunks = []
  for await (const chunk of stream) {
    chunks.push(bytes(chunk))
  }
  return Buffer.concat(chunks)
}

await node.handle(ECHO, async stream => {
  for await (const chunk of stream) {
    await write(stream, chunk)
  }
  await finished(stream)
}, MANY)

await node.handle(COUNT, async stream => {
  let count = 0
  for await (const chunk of stream) {
    count += chunk.byteLength
  }
  await write(stream, Buffer.from(String(count)))
  await finished(stream)
}, MANY)

// Sends a little and then neither reads, writes nor closes.
await node.handle(STALL, async stream => {
  await write(stream, Buffer.alloc(1000))
}, MANY)

const open = (to, protocol) => node.dialProtocol(multiaddr(to), protocol, MANY)

// A second node that is on every network of this machine and looks for others by mDNS.
let looking
const found = new Map()

async function look () {
  looking ??= await createLibp2p({
    addresses: { listen: ['/ip4/0.0.0.0/tcp/0'] },
    transports: [tcp()],
    connectionEncrypters: [noise()],
    streamMuxers: [yamux()],
    peerDiscovery: [mdns({ interval: 1000 })]
  })
  looking.addEventListener('peer:discovery', event => {
    const { id, multiaddrs } = event.detail
    if (multiaddrs.length > 0) {
      found.set(id.toString(), multiaddrs.map(String))
    }
  })
}

const commands = {
  async mdnsLook () {
    await look()
    return { id: looking.peerId.toString(), addresses: looking.getMultiaddrs().map(String) }
  },

  async mdnsFound ({ id }) {
    return { addresses: found.get(id) ?? [] }
  },

  async identify ({ to }) {
    const connection = await node.dial(multiaddr(to))
    const { agentVersion, protocols, listenAddrs, signedPeerRecord } = await node.services.identify.identify(connection)
    // js names a record here only when its signature and its peer are right
    const signed = signedPeerRecord && { seq: Number(signedPeerRecord.seq), addresses: signedPeerRecord.addresses.map(String) }
    return { agentVersion, protocols, listenAddrs: listenAddrs.map(String), signed }
  },

  async ping ({ to, count }) {
    const stream = await open(to, PING)
    const times = []
    for (let i = 0; i < count; i++) {
      const payload = randomBytes(32)
      const answer = new Promise((resolve, reject) => {
        let got = Buffer.alloc(0)
        const more = event => {
          got = Buffer.concat([got, bytes(event.data)])
          if (got.length >= 32) {
            stream.removeEventListener('message', more)
            got.equals(payload) ? resolve() : reject(new Error('other bytes came back'))
          }
        }
        stream.addEventListener('message', more)
      })
      const start = process.hrtime.bigint()
      stream.send(payload)
      await answer
      times.push(Number(process.hrtime.bigint() - start) / 1e6)
    }
    await finished(stream)
    times.sort((a, b) => a - b)
    return { p50: times[times.length >> 1] }
  },

  async echo ({ to, size }) {
    const stream = await open(to, ECHO)
    const sent = createHash('sha256')
    const received = createHash('sha256')
    const writing = (async () => {
      for (let at = 0; at < size; at += BLOCK) {
        const block = randomBytes(Math.min(BLOCK, size - at))
        sent.update(block)
        await write(stream, block)
      }
      await finished(stream)
    })()
    let count = 0
    for await (const chunk of stream) {
      received.update(bytes(chunk))
      count += chunk.byteLength
    }
    await writing
    return { count, sent: sent.digest('hex'), received: received.digest('hex') }
  },

  async short ({ to, count, parallel }) {
    let next = 0
    let right = 0
    await Promise.all(Array.from({ length: parallel }, async () => {
      while (next < count) {
        const message = `number ${next++}`
        const stream = await open(to, ECHO)
        await write(stream, Buffer.from(message))
        await finished(stream)
        if ((await readAll(stream)).toString() === message) {
          right++
        }
      }
    }))
    return { right }
  },

  async half ({ to, size }) {
    const stream = await open(to, COUNT)
    await write(stream, Buffer.alloc(size))
    await finished(stream)
    return { answer: (await readAll(stream)).toString() }
  },

  async refused ({ to, protocol }) {
    try {
      await open(to, protocol)
      return { error: null }
    } catch (error) {
      return { error: error.name }
    }
  },

  // Tries every protocol id the other side names, and those given: which opened, and how the others failed.
  async tryAll ({ to, more }) {
    const connection = await node.dial(multiaddr(to))
    const { protocols } = await node.services.identify.identify(connection)
    const tried = {}
    for (const protocol of [...new Set([...protocols, ...more])]) {
      try {
        const stream = await connection.newStream(protocol, MANY)
        tried[protocol] = 'open'
        stream.abort(new Error('seen enough'))
      } catch (error) {
        tried[protocol] = error.name
      }
    }
    return { named: protocols, tried }
  },

  // Throws bytes at a protocol until the other side cuts the stream, or takes them all.
  async throwAt ({ to, protocol, size, times }) {
    let cut = 0
    for (let i = 0; i < times; i++) {
      const stream = await open(to, protocol)
      let closed = false
      const end = new Promise(resolve => {
        stream.addEventListener('close', () => {
          closed = true
          resolve()
        })
        setTimeout(resolve, 5000)
      })
      try {
        for (let at = 0; at < size && !closed; at += BLOCK) {
          // a stream that was cut never drains
          await Promise.race([write(stream, randomBytes(Math.min(BLOCK, size - at))), end])
        }
        await end
      } catch (error) {
        closed = true
      }
      if (closed) {
        cut++
      } else {
        stream.abort(new Error('enough'))
      }
    }
    return { cut }
  },

  async vanish ({ to }) {
    const stream = await open(to, COUNT)
    await write(stream, Buffer.alloc(100_000))
    setTimeout(() => process.exit(9), 50)
    return {}
  },

  // One stream, one direction; the clock stops when the other side says how much it got.
  async stream ({ to, size }) {
    const stream = await open(to, COUNT)
    const block = Buffer.alloc(BLOCK, 7)
    const start = process.hrtime.bigint()
    for (let at = 0; at < size; at += BLOCK) {
      await write(stream, block)
    }
    await finished(stream)
    const answer = (await readAll(stream)).toString()
    return { answer, seconds: Number(process.hrtime.bigint() - start) / 1e9 }
  },

  async many ({ to, count, size }) {
    const connection = await node.dial(multiaddr(to))
    const block = Buffer.alloc(size, 7)
    const start = process.hrtime.bigint()
    const times = await Promise.all(Array.from({ length: count }, async () => {
      const stream = await connection.newStream(COUNT, MANY)
      await write(stream, block)
      await finished(stream)
      const answer = (await readAll(stream)).toString()
      if (answer !== String(size)) {
        throw new Error(`not all bytes arrived: ${answer}`)
      }
      return Number(process.hrtime.bigint() - start) / 1e6
    }))
    times.sort((a, b) => a - b)
    return { median: times[count >> 1], max: times[count - 1] }
  },

  async handshakes ({ to, seconds }) {
    const start = Date.now()
    let count = 0
    while (Date.now() - start < seconds * 1000) {
      const connection = await node.dial(multiaddr(to))
      await node.services.identify.identify(connection)
      await connection.close()
      count++
    }
    return { perSecond: count / ((Date.now() - start) / 1000) }
  },

  async cpu () {
    const { user, system } = process.cpuUsage()
    return { seconds: (user + system) / 1e6 }
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
