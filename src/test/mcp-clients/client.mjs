// The official client against a Peerdeck server: `client.mjs http URL RUN`, with the token in MCP_TOKEN, or
// `client.mjs stdio RUN COMMAND...`. Says what it saw as one line of JSON. The client itself holds every
// structured result against its tool's output schema.
import { Client } from '@modelcontextprotocol/sdk/client/index.js'
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js'
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'

const [kind, ...rest] = process.argv.slice(2)
const run = kind === 'http' ? rest[1] : rest[0]
const transport =
  kind === 'http'
    ? new StreamableHTTPClientTransport(new URL(rest[0]), {
        requestInit: { headers: { Authorization: `Bearer ${process.env.MCP_TOKEN}` } },
      })
    : new StdioClientTransport({ command: rest[1], args: rest.slice(2), stderr: 'inherit' })

const client = new Client({ name: 'peerdeck-test', version: '1.0.0' })
await client.connect(transport)
const { tools } = await client.listTools()
const call = async (name, args = {}) => {
  const result = await client.callTool({ name, arguments: args })
  return { error: result.isError === true, ...result.structuredContent }
}
const { resources } = await client.listResources()
const { resourceTemplates } = await client.listResourceTemplates()
const { prompts } = await client.listPrompts()
const read = await client.readResource({ uri: `peerdeck://runs/${run}/workflow` })
const prompt = await client.getPrompt({
  name: 'why_did_this_run_fail',
  arguments: { workflow_id: run },
})
const submit = await client.getPrompt({
  name: 'submit_this_workflow',
  arguments: { workflow_file: 'work.yml' },
})
const answers = {
  status: await call('get_p2p_workflow_status', { workflow_id: run }),
  runs: await call('list_p2p_workflows'),
  mine: await call('get_my_p2p_workflows'),
  stats: await call('get_p2p_stats'),
  log: await call('get_p2p_workflow_logs', { workflow_id: run }),
  artifacts: await call('get_p2p_workflow_artifacts', { workflow_id: run }),
  valid: await call('validate_p2p_workflow', { workflow_file: 'work.yml' }),
  tags: await call('parse_workflow_tags', { workflow_file: 'work.yml' }),
  health: await call('get_p2p_peer_health'),
  clock: await call('verify_p2p_clock'),
  github: await call('get_github_cache_stats'),
  refused: await call('remove_p2p_peer', { peer_id: 'x' }),
}
const many = await Promise.all(
  Array.from({ length: 40 }, () => client.callTool({ name: 'get_p2p_stats', arguments: {} })),
)
await client.ping()
console.log(
  JSON.stringify({
    server: client.getServerVersion()?.name,
    tools: tools.map((tool) => tool.name),
    resources: resources.map((resource) => resource.uri),
    templates: resourceTemplates.length,
    prompts: prompts.map((prompt) => prompt.name),
    read: read.contents[0].text,
    prompt: prompt.messages.map((message) => message.content.text),
    submit: submit.messages.map((message) => message.content.text ?? message.content.resource.text),
    answers,
    many: many.filter((result) => result.structuredContent.success).length,
  }),
)
await client.close()
