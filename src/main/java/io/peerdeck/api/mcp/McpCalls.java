package io.peerdeck.api.mcp;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.modelcontextprotocol.common.McpTransportContext;
import io.modelcontextprotocol.server.McpStatelessServerHandler;
import io.modelcontextprotocol.spec.McpSchema;
import io.modelcontextprotocol.spec.McpStatelessServerTransport;
import io.modelcontextprotocol.spec.ProtocolVersions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

/// Messages of clients to the SDK's server and back, each for itself: no sessions, some at once, a
/// deadline for each.
final class McpCalls implements AutoCloseable {
  static final List<String> REVISIONS =
      List.of(ProtocolVersions.MCP_2025_06_18, ProtocolVersions.MCP_2025_11_25);

  static final int AT_ONCE = 16;
  static final int MAX_RESPONSE = 4 << 20;
  static final int BUSY = -32000;
  static final int LATE = -32001;

  private static final Set<String> NEED_PARAMS =
      Set.of(
          McpSchema.METHOD_INITIALIZE,
          McpSchema.METHOD_TOOLS_CALL,
          McpSchema.METHOD_RESOURCES_READ,
          McpSchema.METHOD_PROMPT_GET);
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Duration WAIT = Duration.ofSeconds(20);
  private static final Logger LOG = LoggerFactory.getLogger(McpCalls.class);

  private final McpJson json;
  private final Supplier<McpSchema.ListResourcesResult> resources;
  private final Duration deadline;
  private final Duration wait;
  private final Semaphore room = new Semaphore(AT_ONCE);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private @Nullable McpStatelessServerHandler handler;

  /// @param resources those there are now; the SDK's own list would be of those at the start
  McpCalls(McpJson json, Supplier<McpSchema.ListResourcesResult> resources) {
    this(json, resources, DEADLINE, WAIT);
  }

  /// @param deadline of a call
  /// @param wait how much of it may pass before there is room for the call
  McpCalls(
      McpJson json,
      Supplier<McpSchema.ListResourcesResult> resources,
      Duration deadline,
      Duration wait) {
    this.json = json;
    this.resources = resources;
    this.deadline = deadline;
    this.wait = wait;
  }

  McpStatelessServerTransport transport() {
    return new McpStatelessServerTransport() {
      @Override
      public void setMcpHandler(McpStatelessServerHandler given) {
        handler = given;
      }

      @Override
      public Mono<Void> closeGracefully() {
        return Mono.empty();
      }

      @Override
      public List<String> protocolVersions() {
        return REVISIONS;
      }
    };
  }

  McpReply answer(byte[] message) {
    McpSchema.JSONRPCMessage read;
    try {
      read = McpSchema.deserializeJsonRpcMessage(json, new String(message, StandardCharsets.UTF_8));
    } catch (IOException e) {
      return malformed(McpSchema.ErrorCodes.PARSE_ERROR, "This is not a JSON object.");
    } catch (IllegalArgumentException e) {
      return malformed(McpSchema.ErrorCodes.INVALID_REQUEST, "This is no JSON-RPC message.");
    }
    return read instanceof McpSchema.JSONRPCRequest request
        ? new McpReply.Response(bytes(within(request)))
        : new McpReply.Taken();
  }

  private McpReply malformed(int code, String why) {
    Map<String, @Nullable Object> error = new LinkedHashMap<>();
    error.put("jsonrpc", McpSchema.JSONRPC_VERSION);
    error.put("id", null);
    error.put("error", Map.of("code", code, "message", why));
    try {
      return new McpReply.Malformed(json.writeValueAsBytes(error));
    } catch (IOException e) {
      throw new IllegalStateException("it is made of texts and a number", e);
    }
  }

  private McpSchema.JSONRPCResponse within(McpSchema.JSONRPCRequest request) {
    Future<McpSchema.JSONRPCResponse> call = threads.submit(() -> inTurn(request));
    try {
      return call.get(deadline.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return error(request, LATE, "This took longer than " + deadline.toMillis() / 1000.0 + " s.");
    } catch (ExecutionException e) {
      if (isOfTheCaller(Objects.requireNonNullElse(e.getCause(), e))) {
        return error(
            request,
            McpSchema.ErrorCodes.INVALID_PARAMS,
            "These are no `params` of " + Untrusted.line(request.method()) + ".");
      }
      LOG.error("The call {} failed", Untrusted.line(request.method()), e);
      return error(
          request, McpSchema.ErrorCodes.INTERNAL_ERROR, "The node failed; its log says more.");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return error(request, BUSY, "The node is closing.");
    } finally {
      call.cancel(true);
    }
  }

  /// Whether the SDK could not take the parameters for what the method needs.
  private static boolean isOfTheCaller(@Nullable Throwable failure) {
    return failure instanceof IllegalArgumentException
        && failure.getCause() instanceof JsonProcessingException;
  }

  private McpSchema.JSONRPCResponse inTurn(McpSchema.JSONRPCRequest request)
      throws InterruptedException {
    if (!room.tryAcquire(wait.toNanos(), TimeUnit.NANOSECONDS)) {
      return error(request, BUSY, "The node is busy with " + AT_ONCE + " other calls.");
    }
    try {
      boolean given = request.params() != null;
      if (given ? !(request.params() instanceof Map) : NEED_PARAMS.contains(request.method())) {
        return error(
            request, McpSchema.ErrorCodes.INVALID_PARAMS, "`params` must be an object here.");
      }
      if (request.method().equals(McpSchema.METHOD_RESOURCES_LIST)) {
        return McpSchema.JSONRPCResponse.result(request.id(), resources.get());
      }
      McpStatelessServerHandler server = Objects.requireNonNull(handler, "the SDK gave one");
      McpSchema.JSONRPCResponse response =
          server.handleRequest(McpTransportContext.EMPTY, request).block();
      return Objects.requireNonNull(response, "every request is answered");
    } finally {
      room.release();
    }
  }

  private static McpSchema.JSONRPCResponse error(
      McpSchema.JSONRPCRequest request, int code, String why) {
    return McpSchema.JSONRPCResponse.error(
        request.id(), new McpSchema.JSONRPCResponse.JSONRPCError(code, why));
  }

  private byte[] bytes(McpSchema.JSONRPCResponse response) {
    try {
      byte[] bytes = json.writeValueAsBytes(response);
      if (bytes.length <= MAX_RESPONSE) {
        return bytes;
      }
      return json.writeValueAsBytes(
          McpSchema.JSONRPCResponse.error(
              response.id(),
              new McpSchema.JSONRPCResponse.JSONRPCError(
                  McpSchema.ErrorCodes.INTERNAL_ERROR, "The answer is larger than 4 MiB.")));
    } catch (IOException e) {
      throw new IllegalStateException("responses are made of what JSON has", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
