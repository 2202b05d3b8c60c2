package io.peerdeck.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.peerdeck.api.ApiClient;
import io.peerdeck.api.ApiException;
import io.peerdeck.api.McpLink;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `peerdeck mcp`: an AI assistant's way to the node, the Model Context Protocol on standard input
/// and output, one message a line. Carries the messages to the running node, or to one that lives
/// as long as this command.
@Command(
    name = "mcp",
    description = "serve an AI assistant on standard input and output",
    addMethodSubcommands = false)
final class McpCommand implements Callable<Integer> {
  private static final int MAX_LINE = 1 << 20;
  private static final int AT_ONCE = 16;
  private static final int PARSE_ERROR = -32700;
  private static final int NODE_GONE = -32000;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Mixin private CommonOptions common = new CommonOptions();

  private final InputStream in = new BufferedInputStream(System.in);
  private Optional<String> next = Optional.empty();

  @Override
  public Integer call() {
    next = line();
    while (next.isPresent()) {
      common.ask(
          client -> {
            serve(client);
            return true;
          });
    }
    return 0;
  }

  /// Until the input ends, or the node does: what was read then is for the next one.
  private void serve(ApiClient client) {
    AtomicBoolean gone = new AtomicBoolean();
    Semaphore room = new Semaphore(AT_ONCE);
    try (McpLink link = client.mcp();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (; next.isPresent() && !gone.get(); next = line()) {
        String message = next.get();
        room.acquireUninterruptibly();
        threads.execute(
            () -> {
              try {
                carry(link, message, gone);
              } finally {
                room.release();
              }
            });
      }
    }
  }

  private void carry(McpLink link, String message, AtomicBoolean gone) {
    try {
      link.send(message).ifPresent(this::say);
    } catch (ApiException e) {
      gone.set(true);
      id(message).ifPresent(id -> say(error(id, NODE_GONE, String.valueOf(e.getMessage()))));
    }
  }

  private synchronized void say(String message) {
    common.out().println(message.replace("\n", " "));
    common.out().flush();
  }

  private static Optional<JsonNode> id(String message) {
    try {
      return Optional.ofNullable(MAPPER.readTree(message).get("id"));
    } catch (JsonProcessingException e) {
      return Optional.empty(); // nobody waits for an answer to that
    }
  }

  private static String error(JsonNode id, int code, String why) {
    ObjectNode error = MAPPER.createObjectNode().put("jsonrpc", "2.0");
    error.set("id", id);
    error.putObject("error").put("code", code).put("message", why);
    return error.toString();
  }

  /// The next line with something on it; empty at the end. One too long is refused and passed over.
  private Optional<String> line() {
    try {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      long length = 0;
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b != '\n') {
          length++;
          if (length <= MAX_LINE) {
            line.write(b);
          }
        } else if (length > MAX_LINE) {
          say(error(MAPPER.nullNode(), PARSE_ERROR, "The message is longer than 1 MiB."));
          line.reset();
          length = 0;
        } else if (!line.toString(StandardCharsets.UTF_8).isBlank()) {
          return Optional.of(line.toString(StandardCharsets.UTF_8));
        } else {
          line.reset();
          length = 0;
        }
      }
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException("Standard input cannot be read: " + e.getMessage(), e);
    }
  }
}
