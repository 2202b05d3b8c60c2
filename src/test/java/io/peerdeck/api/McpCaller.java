package io.peerdeck.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;

/// An assistant that says what a test wants said.
record McpCaller(RawHttp http, ApiToken token) {
  static McpCaller of(NodeHost host, Path folder) {
    return new McpCaller(new RawHttp(host.address()), ApiToken.read(folder, ApiToken.MCP));
  }

  Map<String, String> headers() {
    Map<String, String> headers = http.headers(token.bearer());
    headers.put("Content-Type", "application/json");
    headers.put("Accept", "application/json, text/event-stream");
    return headers;
  }

  RawHttp.Answer post(String body) throws IOException {
    return http.send("POST", "/mcp", headers(), body.getBytes(StandardCharsets.UTF_8));
  }

  /// A request; its response.
  JsonNode request(String method, Map<String, ?> params) throws IOException {
    byte[] body = Json.write(Map.of("jsonrpc", "2.0", "id", 7, "method", method, "params", params));
    RawHttp.Answer answer = http.send("POST", "/mcp", headers(), body);
    assertThat(answer.status()).as(answer.head()).isEqualTo(200);
    assertThat(answer.json().path("id").asInt()).isEqualTo(7);
    return answer.json();
  }

  /// A request that is answered; its result.
  JsonNode result(String method, Map<String, ?> params) throws IOException {
    JsonNode response = request(method, params);
    assertThat(response.has("error")).as(response.toString()).isFalse();
    return response.path("result");
  }

  /// What a tool answers for programs; it is said to readers too.
  JsonNode call(String tool, Map<String, ?> arguments) throws IOException {
    JsonNode result = result("tools/call", Map.of("name", tool, "arguments", arguments));
    JsonNode fields = result.path("structuredContent");
    assertThat(result.at("/content/0/text").asText()).as(tool).isNotBlank();
    assertThat(result.path("isError").asBoolean())
        .as(result.toString())
        .isEqualTo(!fields.path("success").asBoolean());
    return fields;
  }
}
