// Lets a suite that speaks HTTP alone try a server on standard input and output: the official transports of both
// kinds, with one server behind all sessions. Prints the address; ends with its own standard input.
import { randomUUID } from 'node:crypto'
import { createServer } from 'node:http'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js'

const [command, ...args] = process.argv.slice(2)
const behind = new StdioClientTransport({ command, args, env: process.env, stderr: 'inherit' })
const sessions = new Map()
const asked = new Map()
let last = 0

behind.onmessage = (message) => {
  const waiting = asked.get(message.id)
  asked.delete(message.id)
  waiting?.session.send({ ...message, id: waiting.id })
}
behind.onclose = () => process.exit(1)
await behind.start()

async function open() {
  const session = new StreamableHTTPServerTransport({
    sessionIdGenerator: randomUUID,
    onsessioninitialized: (id) => sessions.set(id, session),
  })
  session.onmessage = (message) => {
    if (message.id === undefined) return behind.send(message)
    asked.set(++last, { session, id: message.id })
    return behind.send({ ...message, id: last })
  }
  await session.start()
  return session
}

const server = createServer(async (request, response) => {
  const session = sessions.get(request.headers['mcp-session-id']) ?? (await open())
  await session.handleRequest(request, response)
})
server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${server.address().port}/mcp`))
process.stdin.resume().on('end', () => behind.close())
