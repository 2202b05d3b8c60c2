package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.Node;
import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.look.Theme;
import io.peerdeck.panel.part.Screen;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.layout.Pane;
import javafx.stage.Stage;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What a panel costs where nothing happens: a reading or two with each tick of its clock, and no
/// work on the screen.
final class IdlePanelTest {
  private static final int TICKS = 6;

  /// What the shell waits between two ticks.
  private static final Duration TICK = Duration.ofSeconds(10);

  private final AtomicReference<Instant> now = new AtomicReference<>(Script.NOW);
  private final List<String> asked = new CopyOnWriteArrayList<>();

  @ParameterizedTest
  @EnumSource(Screen.class)
  void aTickAsksForLittleBuildsNothingAndChangesNoMoreThanTheTimesSaid(Screen screen) {
    try (Deck deck = deck()) {
      at(deck, screen);
      Set<javafx.scene.Node> before = nodes(deck);
      asked.clear();
      for (int i = 0; i < TICKS; i++) {
        tick(deck);
      }
      // A tick of the real clock may come among them.
      assertThat(asked)
          .as("asked in %d ticks", TICKS)
          .isSubsetOf(wanted(screen))
          .hasSizeLessThanOrEqualTo(2 * TICKS * wanted(screen).size());
      assertThat(added(before, nodes(deck))).as("by ticks that found nothing new").isEmpty();
      for (int i = 0; i < TICKS; i++) {
        now.updateAndGet(at -> at.plus(TICK));
        tick(deck);
      }
      assertThat(added(before, nodes(deck))).as("by ticks with other times to say").isEmpty();
    }
  }

  @Test
  void betweenTicksNoPulseIsAskedFor() {
    FxThread.start();
    Scene bare = FxThread.call(() -> new Scene(new Pane()));
    Stage stage =
        FxThread.call(
            () -> {
              Stage shown = new Stage();
              shown.setScene(bare);
              shown.show();
              return shown;
            });
    boolean quiet = comesToRest(bare);
    FxThread.run(stage::hide);
    assertThat(quiet).as("alone in its process, so that nothing else pulses").isTrue();
    try (Deck deck = deck()) {
      at(deck, Screen.OVERVIEW);
      assertThat(comesToRest(deck.window.shell().scene())).isTrue();
    }
  }

  /// Whether half a second passes in which next to nothing is drawn: a tick may fall into it, an
  /// animation left running makes thirty pulses. What an opening still draws comes before.
  private static boolean comesToRest(Scene scene) {
    AtomicInteger pulses = new AtomicInteger();
    FxThread.run(() -> scene.addPostLayoutPulseListener(pulses::incrementAndGet));
    try {
      Awaitility.await()
          .pollInterval(Duration.ofMillis(500))
          .atMost(Duration.ofSeconds(5))
          .until(() -> pulses.getAndSet(0) < 12);
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  /// What no change announces.
  private static Set<String> wanted(Screen screen) {
    return switch (screen) {
      case CACHES -> Set.of("status", "cacheHistory", "gitHub"); // budgets that refill
      case TRANSFERS -> Set.of("status", "transfers"); // one is under way
      default -> Set.of("status");
    };
  }

  private Deck deck() {
    return new Deck(counted(TourNode.filled()), Theme.LIGHT, now::get, 1280, 820);
  }

  private void at(Deck deck, Screen screen) {
    if (screen == Screen.RUN) {
      deck.window.openRun(TourNode.FAILED, Optional.empty());
    } else {
      deck.show(screen);
    }
    tick(deck);
    // What a screen asks for when it is first seen is over.
    AtomicInteger before = new AtomicInteger(-1);
    Awaitility.await()
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .during(Duration.ofMillis(200))
        .atMost(Duration.ofSeconds(5))
        .until(
            () -> {
              int now = asked.size();
              return now == before.getAndSet(now);
            });
  }

  private static void tick(Deck deck) {
    FxThread.run(deck.window.shell()::refreshTimes);
    deck.settle();
  }

  private Node counted(Node node) {
    return (Node)
        Proxy.newProxyInstance(
            Node.class.getClassLoader(),
            new Class<?>[] {Node.class},
            (proxy, method, values) -> {
              asked.add(method.getName());
              try {
                return method.invoke(node, values);
              } catch (InvocationTargetException e) {
                throw Objects.requireNonNull(e.getCause());
              }
            });
  }

  private static Set<javafx.scene.Node> nodes(Deck deck) {
    return FxThread.call(
        () -> {
          Set<javafx.scene.Node> all = Collections.newSetFromMap(new IdentityHashMap<>());
          collect(deck.window.shell().scene().getRoot(), all);
          return all;
        });
  }

  private static void collect(javafx.scene.Node node, Set<javafx.scene.Node> all) {
    all.add(node);
    if (node instanceof Parent parent) {
      parent.getChildrenUnmodifiable().forEach(child -> collect(child, all));
    }
  }

  private static List<String> added(Set<javafx.scene.Node> before, Set<javafx.scene.Node> after) {
    List<String> names = new ArrayList<>();
    for (javafx.scene.Node node : after) {
      if (!before.contains(node)) {
        names.add(Sight.name(node));
      }
    }
    return names;
  }
}
