package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.Change;
import io.peerdeck.node.NodeException;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.bridge.NodeBridge;
import io.peerdeck.panel.bridge.Notice;
import io.peerdeck.panel.bridge.Notices;
import io.peerdeck.panel.bridge.Watch;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the bridge between node and FX thread promises.
final class NodeBridgeTest {
  private final ScriptedNode node = new ScriptedNode();
  private final Notices notices = new Notices(InstantSource.fixed(Script.NOW));
  private NodeBridge bridge;

  @BeforeEach
  void open() {
    FxThread.start();
    bridge = FxThread.call(() -> new NodeBridge(node, notices));
  }

  @AfterEach
  void close() {
    FxThread.run(bridge::close);
  }

  @Test
  void aStormOfChangesBecomesFewReadingsAndTheLastStateIsShown() {
    AtomicInteger state = new AtomicInteger();
    AtomicInteger readings = new AtomicInteger();
    List<Integer> shown = new CopyOnWriteArrayList<>();
    Watch<Integer> watch =
        bridge.watch(
            "reading",
            change -> true,
            (n, news) -> {
              readings.incrementAndGet();
              return state.get();
            },
            shown::add);
    watch.attach();
    for (int i = 1; i <= 10_000; i++) {
      state.set(i);
      node.changed(new Change.Run("r" + i));
    }
    Deck.await("the last state", () -> !shown.isEmpty() && shown.getLast() == 10_000);
    assertThat(readings.get()).isLessThan(5_000);
    assertThat(shown).isSorted();
  }

  @Test
  void whatComesOfACommandIsReadAtOnceAndWhatComesByItselfAfterAPause() {
    List<Integer> shown = new CopyOnWriteArrayList<>();
    AtomicInteger readings = new AtomicInteger();
    Watch<Integer> watch =
        bridge
            .watch("reading", change -> true, (n, news) -> readings.incrementAndGet(), shown::add)
            .atMostEvery(Deck.SOON.multipliedBy(2));
    watch.attach();
    Deck.await("it is read", () -> shown.equals(List.of(1)) && bridge.idle());
    bridge.act(
        "doing",
        n -> {
          node.changed(new Change.Clock());
          Deck.await("what came of it", () -> shown.equals(List.of(1, 2)));
          FxThread.run(() -> {}); // by now the watch knows that it is shown
          node.changed(new Change.Clock());
          return n;
        },
        done -> shown.add(0));
    Deck.await("the command's end", () -> shown.equals(List.of(1, 2, 0)));
    assertThat(bridge.idle()).as("the second change waits").isFalse();
  }

  @Test
  void whatIsHiddenIsNotRead() {
    AtomicInteger readings = new AtomicInteger();
    Watch<Integer> watch =
        bridge.watch(
            "reading", change -> true, (n, news) -> readings.incrementAndGet(), number -> {});
    node.changed(new Change.Clock());
    assertThat(readings).hasValue(0);
    watch.attach();
    Deck.await("it is read", () -> readings.get() == 1 && bridge.idle());
    watch.detach();
    node.changed(new Change.Clock());
    Deck.await("rest", bridge::idle);
    assertThat(readings).hasValue(1);
  }

  @Test
  void answersToOlderQuestionsAreDropped() {
    CountDownLatch first = new CountDownLatch(1);
    AtomicInteger question = new AtomicInteger();
    List<String> shown = new CopyOnWriteArrayList<>();
    Watch<String> watch =
        bridge.watch(
            "reading",
            change -> true,
            (n, news) -> {
              if (question.incrementAndGet() == 1) {
                try {
                  first.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
                return "old";
              }
              return "new";
            },
            shown::add);
    watch.attach();
    Deck.await("a question", () -> question.get() == 1);
    watch.ask();
    Deck.await("the new answer", () -> shown.contains("new"));
    first.countDown();
    Deck.await("rest", bridge::idle);
    assertThat(shown).containsExactly("new");
  }

  @Test
  void laterPostsWithOneKeyTakeThePlaceOfEarlierOnes() {
    List<Integer> shown = new CopyOnWriteArrayList<>();
    FxThread.run(
        () -> {
          for (int i = 0; i < 100; i++) {
            int value = i;
            bridge.post("key", () -> shown.add(value));
          }
        });
    Deck.await("rest", bridge::idle);
    Deck.await("something shown", () -> !shown.isEmpty());
    assertThat(shown).containsExactly(99);
  }

  @Test
  void aCommandThatFailsIsToldAndStaysUntilRead() {
    bridge.act(
        "It could not be done",
        n -> {
          throw new IllegalStateException("the disk is full");
        },
        done -> {});
    told(1);
    Notice told = FxThread.call(() -> notices.unread().getFirst());
    assertThat(told.error()).isTrue();
    assertThat(told.title()).isEqualTo("It could not be done");
    assertThat(told.text()).startsWith("the disk is full. ").contains("This node's log");
  }

  @Test
  void whatTheNodeRefusesIsToldInItsOwnWordsAndAFailedReadingSaysWhatIsSeen() {
    String refusal = "Only an admin may do that: ask one.";
    bridge.act(
        "It could not be done",
        n -> {
          throw new NodeException(NodeException.Reason.REFUSED, refusal);
        },
        done -> {});
    told(1);
    assertThat(FxThread.call(() -> notices.unread().getFirst().text())).isEqualTo(refusal);
    bridge
        .watch(
            "Reading failed",
            change -> true,
            (n, news) -> {
              throw new NodeException(NodeException.Reason.NOT_FOUND, "There is no such run");
            },
            (Object nothing) -> {})
        .attach();
    told(2);
    assertThat(FxThread.call(() -> notices.unread().getFirst().text()))
        .startsWith("There is no such run. What you see stays as it was last read");
  }

  @Test
  void noMemoryIsToldAndWhatComesLaterIsReadAgain() {
    AtomicInteger readings = new AtomicInteger();
    List<Integer> shown = new CopyOnWriteArrayList<>();
    bridge
        .watch(
            "Reading failed",
            change -> true,
            (n, news) -> {
              if (readings.incrementAndGet() == 1) {
                throw new OutOfMemoryError("Java heap space");
              }
              return readings.get();
            },
            shown::add)
        .attach();
    told(1);
    assertThat(FxThread.call(() -> notices.unread().getFirst().text()))
        .startsWith("Peerdeck has used all the memory it may have")
        .contains("What you see stays as it was last read");
    node.changed(new Change.Clock());
    Deck.await("it is read again", () -> shown.equals(List.of(2)));
    bridge.act(
        "It could not be done",
        n -> {
          throw new StackOverflowError();
        },
        done -> {});
    bridge.work(
        () -> {
          throw new OutOfMemoryError("Java heap space");
        });
    told(3);
  }

  private void told(int notes) {
    Deck.await(notes + " notices", () -> FxThread.call(() -> notices.unread().size() == notes));
  }
}
