package io.peerdeck.api;

import com.sun.net.httpserver.HttpExchange;
import io.peerdeck.api.mcp.McpFace;
import io.peerdeck.api.mcp.McpReply;
import io.peerdeck.node.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// `/mcp`: the Model Context Protocol by Streamable HTTP, without sessions and streams, behind the
/// API's guards and with a token of its own, `mcp.token`. Each message is a `POST` of its own.
final class McpPath implements ApiPath, AutoCloseable {
  static final String PATH = "/mcp";
  private static final String REVISION = "MCP-Protocol-Version";
  private static final String JSON = "application/json";

  private final String path;
  private final Supplier<McpFace> made;
  private final ApiToken token;
  private Optional<McpFace> face = Optional.empty();

  /// @param made for the first assistant: a start needs no time for those who have none
  McpPath(String path, Supplier<McpFace> made, ApiToken token) {
    this.path = path;
    this.made = made;
    this.token = token;
  }

  /// Of a node and the folder's token, which is made where there is none.
  static McpPath of(Node node, Path folder) {
    return new McpPath(
        PATH,
        () -> McpFace.of(node, new SecureRandom()),
        ApiToken.ofFolder(folder, ApiToken.MCP, new SecureRandom()));
  }

  private synchronized McpFace face() {
    if (face.isEmpty()) {
      face = Optional.of(made.get());
    }
    return face.get();
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public boolean accepts(String authorization) {
    return token.accepts(authorization);
  }

  @Override
  public String tokenFile() {
    return ApiToken.MCP;
  }

  @Override
  public Reply answer(HttpExchange exchange) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.getResponseHeaders().set("Allow", "POST");
      throw new ApiException(
          405, "Send each message by POST: this server keeps no sessions and opens no streams.");
    }
    if (!header(exchange, "Content-Type").toLowerCase(Locale.ROOT).startsWith(JSON)) {
      throw new ApiException(415, "A message is " + JSON + ".");
    }
    String revision = header(exchange, REVISION);
    if (!revision.isEmpty() && !McpFace.speaks(revision)) {
      throw new ApiException(400, "This revision of the protocol is not spoken here.");
    }
    return switch (face().answer(exchange.getRequestBody().readAllBytes())) {
      case McpReply.Response(byte[] json) -> new Reply(200, JSON, json);
      case McpReply.Malformed(byte[] json) -> new Reply(400, JSON, json);
      case McpReply.Taken() -> new Reply(202, JSON, new byte[0]);
    };
  }

  private static String header(HttpExchange exchange, String name) {
    List<String> values = exchange.getRequestHeaders().getOrDefault(name, List.of());
    return values.isEmpty() ? "" : values.getFirst().strip();
  }

  @Override
  public synchronized void close() {
    face.ifPresent(McpFace::close);
  }
}
