package io.peerdeck.panel.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.LogChunk;
import io.peerdeck.node.Node;
import io.peerdeck.node.TaskRef;
import io.peerdeck.panel.Deck;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.bridge.NodeBridge;
import io.peerdeck.panel.bridge.Notices;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/// What is found while somebody types.
final class LogSearchTest {
  private static final LogChunk LOG =
      new LogChunk(
          1,
          List.of(new LogChunk.Line(0, Instant.EPOCH, 1, "out", "plain", "no price")),
          0,
          10,
          10,
          false);
  private static final LogChunk END = new LogChunk(1, List.of(), 10, 10, 10, true);

  private final CountDownLatch typed = new CountDownLatch(1);
  private final CountDownLatch found = new CountDownLatch(1);
  private final CompletableFuture<Thread> first = new CompletableFuture<>();
  private final AtomicInteger reads = new AtomicInteger();

  @Test
  void whatALetterLessFindsLateDoesNotTakeThePlaceOfWhatIsFound() {
    FxThread.start();
    NodeBridge bridge =
        FxThread.call(() -> new NodeBridge(node(), new Notices(InstantSource.system())));
    LogSearch search = new LogSearch(bridge, () -> {});
    Optional<LogSource> source =
        Optional.of(new LogSource(bridge::node, "run", new TaskRef("build", 0)));
    Thread late =
        FxThread.call(
            () -> {
              search.look(source, "no pric");
              Thread stopped = first.join();
              search.look(source, "no price");
              found.await();
              typed.countDown();
              stopped.join();
              return stopped;
            });
    assertThat(late.isAlive()).isFalse();
    Deck.await("the whole log is read", () -> FxThread.call(() -> search.progress() >= 1));
    assertThat(FxThread.call(search::count)).isEqualTo(1);
    FxThread.run(bridge::close);
  }

  /// The first reading is answered late; the second search has told its find when it reads on.
  private Node node() {
    return (Node)
        Proxy.newProxyInstance(
            Node.class.getClassLoader(),
            new Class<?>[] {Node.class},
            (proxy, method, values) -> {
              if (!method.getName().equals("log")) {
                return method.getName().equals("subscribe") ? (Node.Subscription) () -> {} : null;
              }
              int read = reads.getAndIncrement();
              if (read == 0) {
                first.complete(Thread.currentThread());
                late();
              } else if (read == 2) {
                found.countDown();
              }
              return read < 2 ? LOG : END;
            });
  }

  private void late() {
    while (typed.getCount() > 0) {
      try {
        typed.await();
      } catch (InterruptedException e) {
        // Stopped, and answered all the same.
        continue;
      }
    }
  }
}
