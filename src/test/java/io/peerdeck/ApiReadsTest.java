package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApiReadsTest {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger first = new AtomicInteger();
  private final AtomicInteger second = new AtomicInteger();
  private HttpServer server = serve(exchange -> answer(exchange, 200));

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private HttpServer serve(HttpHandler handler) {
    try {
      HttpServer made =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
      made.createContext("/", handler);
      made.setExecutor(threads);
      made.start();
      return made;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void answer(HttpExchange exchange, int status) throws IOException {
    boolean whose = exchange.getRequestURI().getPath().equals("/api/v1/first");
    (whose ? first : second).incrementAndGet();
    byte[] body = "b".repeat(whose ? 10 : 20_000).getBytes(StandardCharsets.US_ASCII);
    boolean knows = "Bearer t".equals(exchange.getRequestHeaders().getFirst("Authorization"));
    exchange.sendResponseHeaders(knows ? status : 401, body.length);
    exchange.getResponseBody().write(body, 0, 5);
    exchange.getResponseBody().flush(); // an answer that comes in pieces
    exchange.getResponseBody().write(body, 5, body.length - 5);
    exchange.close();
  }

  private ApiReads reads() {
    return new ApiReads(server.getAddress().getPort(), "t", List.of("first", "second"));
  }

  @Test
  void allReadsAreAnsweredEachPathAsOften() throws Exception {
    ApiReads.Outcome outcome = reads().run(4, 400, Duration.ofMillis(500));
    assertThat(outcome.millis()).hasSize(200).isSorted();
    assertThat(outcome.millis()[0]).isPositive();
    assertThat(outcome.quantile(1)).isEqualTo(outcome.millis()[199]);
    assertThat(first).hasValue(100);
    assertThat(second).hasValue(100);
  }

  @Test
  void readsThatWaitForAStalledServerCountFromWhenTheyWereDue() throws Exception {
    server.stop(0);
    CountDownLatch never = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    server =
        serve(
            exchange -> {
              try {
                if (asked.incrementAndGet() == 1 && never.await(400, TimeUnit.MILLISECONDS)) {
                  throw new IOException("nobody counts down");
                }
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              answer(exchange, 200);
            });
    ApiReads.Outcome outcome = reads().run(1, 100, Duration.ofMillis(200));
    // Due every 10 ms on the connection that got its first answer after 400.
    assertThat(outcome.millis()).hasSize(20);
    assertThat(outcome.quantile(1)).isGreaterThanOrEqualTo(400);
    assertThat(outcome.millis()[0]).isGreaterThanOrEqualTo(200);
  }

  @Test
  void anAnswerThatRefusesIsNoFigure() {
    server.stop(0);
    server = serve(exchange -> answer(exchange, 429));
    assertThatThrownBy(() -> reads().run(2, 100, Duration.ofMillis(200)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("429");
  }
}
