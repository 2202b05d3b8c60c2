// The conformance suite knows no tokens: this adds one to whatever it sends. Loaded before it, by --import.
import { Agent, setGlobalDispatcher } from 'undici'

const token = process.env.MCP_TOKEN

setGlobalDispatcher(
  new Agent().compose((dispatch) => (options, handler) => {
    const headers = {}
    if (Array.isArray(options.headers)) {
      for (let at = 0; at < options.headers.length; at += 2) {
        headers[options.headers[at]] = options.headers[at + 1]
      }
    } else {
      const given = options.headers ?? {}
      Object.assign(headers, Symbol.iterator in given ? Object.fromEntries(given) : given)
    }
    headers.authorization = `Bearer ${token}`
    return dispatch({ ...options, headers }, handler)
  }),
)
