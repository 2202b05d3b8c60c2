package io.peerdeck.api.mcp;

/// What a client's message is answered with.
public sealed interface McpReply {
  /// A JSON-RPC response.
  record Response(byte[] json) implements McpReply {}

  /// Nothing: it was a notification, or an answer to what was never asked.
  record Taken() implements McpReply {}

  /// A JSON-RPC error without an id: it was no message.
  record Malformed(byte[] json) implements McpReply {}
}
