package io.peerdeck.api.mcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.modelcontextprotocol.spec.McpSchema;
import io.peerdeck.Beside;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// What calls of assistants may take: time, places, bytes.
@Beside
class McpCallsTest {
  private static final byte[] LIST =
      "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"resources/list\",\"params\":{}}"
          .getBytes(StandardCharsets.UTF_8);
  private static final Duration LONG = Duration.ofMinutes(1);

  private static JsonNode said(McpReply reply) throws IOException {
    assertThat(reply).isInstanceOf(McpReply.Response.class);
    JsonNode said = new ObjectMapper().readTree(((McpReply.Response) reply).json());
    assertThat(said.path("id").asInt()).isEqualTo(7);
    return said;
  }

  private static McpSchema.ListResourcesResult named(String name) {
    return McpSchema.ListResourcesResult.builder(
            List.of(McpSchema.Resource.builder("peerdeck://runs/a", name).build()))
        .build();
  }

  @Test
  void aCallThatTakesTooLongIsAnsweredAndItsThreadInterrupted() throws Exception {
    CountDownLatch interrupted = new CountDownLatch(1);
    try (McpCalls calls =
        new McpCalls(
            new McpJson(),
            () -> {
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                interrupted.countDown();
              }
              return named("late");
            },
            Duration.ofMillis(200),
            LONG)) {
      JsonNode error = said(calls.answer(LIST)).path("error");
      assertThat(error.path("code").asInt()).isEqualTo(McpCalls.LATE);
      assertThat(error.path("message").asText()).isEqualTo("This took longer than 0.2 s.");
      interrupted.await();
    }
  }

  @Test
  void sixteenCallsAreServedAtOnceAndOneMoreWaitsAndIsRefused() throws Exception {
    CountDownLatch begun = new CountDownLatch(McpCalls.AT_ONCE);
    CountDownLatch released = new CountDownLatch(1);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        McpCalls calls =
            new McpCalls(
                new McpJson(),
                () -> {
                  begun.countDown();
                  try {
                    released.await();
                  } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                  }
                  return named("served");
                },
                LONG,
                Duration.ofMillis(200))) {
      List<Future<McpReply>> served = new ArrayList<>();
      for (int i = 0; i < McpCalls.AT_ONCE; i++) {
        served.add(threads.submit(() -> calls.answer(LIST)));
      }
      begun.await();
      JsonNode error = said(calls.answer(LIST)).path("error");
      assertThat(error.path("code").asInt()).isEqualTo(McpCalls.BUSY);
      assertThat(error.path("message").asText()).contains("busy with 16 other calls");
      released.countDown();
      for (Future<McpReply> each : served) {
        assertThat(said(each.get()).at("/result/resources/0/name").asText()).isEqualTo("served");
      }
      assertThat(said(calls.answer(LIST)).has("result")).isTrue();
    }
  }

  @Test
  void anAnswerOverFourMebibytesIsRefusedAndTheNextIsGiven() throws Exception {
    AtomicBoolean large = new AtomicBoolean(true);
    try (McpCalls calls =
        new McpCalls(
            new McpJson(),
            () -> named(large.get() ? "x".repeat(McpCalls.MAX_RESPONSE) : "small"),
            LONG,
            LONG)) {
      JsonNode refused = said(calls.answer(LIST));
      assertThat(refused.at("/error/message").asText()).contains("larger than 4 MiB");
      large.set(false);
      assertThat(said(calls.answer(LIST)).at("/result/resources/0/name").asText())
          .isEqualTo("small");
    }
  }
}
