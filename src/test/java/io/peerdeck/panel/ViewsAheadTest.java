package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.panel.bridge.FxThread;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.panel.part.View;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.scene.Node;
import org.junit.jupiter.api.Test;

/// Screens made before they are visited are shown like any other.
final class ViewsAheadTest {
  @Test
  void whatIsMadeAheadIsWhatIsShownAndReadsNothingBefore() throws Exception {
    try (Deck deck = new Deck(new ScriptedNode())) {
      deck.window.prepare(Duration.ofMillis(10));
      assertThat(deck.window.prepared().get(1, TimeUnit.MINUTES)).isTrue();
      Views views = FxThread.call(() -> deck.window.shell().views());
      Map<Screen, View> made = new EnumMap<>(Screen.class);
      for (Screen screen : Screen.values()) {
        View view = FxThread.call(() -> views.of(screen));
        made.put(screen, view);
        boolean current = FxThread.call(() -> deck.window.shell().current() == view);
        assertThat(view.attached()).as("%s attached", screen).isEqualTo(current);
        assertThat(FxThread.call(() -> view.root().isVisible()))
            .as("%s shown", screen)
            .isEqualTo(current);
        assertThat(view.root().getScene())
            .as("%s is where it will be shown", screen)
            .isSameAs(FxThread.call(() -> deck.window.shell().scene()));
      }
      for (Screen screen : Screen.values()) {
        deck.show(screen);
        assertThat(FxThread.call(() -> deck.window.shell().current())).isSameAs(made.get(screen));
        assertThat(made.get(screen).root().getScene())
            .isSameAs(FxThread.call(() -> deck.window.shell().scene()));
        assertThat(FxThread.call(() -> made.get(screen).root().getHeight())).isPositive();
        assertThat(shown(made)).as("in sight").containsExactly(screen);
        assertThat(FxThread.call(() -> hasFocus(made.get(screen))))
            .as("%s has the focus", screen)
            .isTrue();
      }
    }
  }

  private static List<Screen> shown(Map<Screen, View> made) {
    return FxThread.call(
        () -> made.keySet().stream().filter(s -> made.get(s).root().isVisible()).toList());
  }

  private static boolean hasFocus(View view) {
    Node owner = view.root().getScene().getFocusOwner();
    while (owner != null && owner != view.root()) {
      owner = owner.getParent();
    }
    return owner != null;
  }

  @Test
  void aWindowClosedMeanwhileIsNotPreparedAnyFurther() throws Exception {
    CompletableFuture<Boolean> prepared;
    try (Deck deck = new Deck(new ScriptedNode())) {
      deck.window.prepare();
      prepared = deck.window.prepared();
    }
    assertThat(prepared.get(1, TimeUnit.MINUTES)).isFalse();
  }
}
