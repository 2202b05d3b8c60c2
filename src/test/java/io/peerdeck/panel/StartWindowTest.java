package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.panel.bridge.FxThread;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.stage.Window;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What is asked and said before there is a node, and what a second start brings.
final class StartWindowTest {
  @Test
  void aHeldFolderIsTakenOverOnlyAfterAYes() throws Exception {
    assertThat(answered("#start-yes", () -> StartWindow.mayTakeOver(Path.of("/data")))).isTrue();
    assertThat(answered("#start-no", () -> StartWindow.mayTakeOver(Path.of("/data")))).isFalse();
  }

  @Test
  void aFailureIsShownUntilItIsRead() throws Exception {
    assertThat(
            answered(
                "#start-no",
                () -> {
                  StartWindow.cannotStart("The disk is full.");
                  return true;
                }))
        .isTrue();
  }

  @Test
  void filesAndInvitationsOfASecondStartAreShown() {
    ScriptedNode node = PicturesTest.filled();
    Path file = Path.of("nightly.yml");
    node.previews.put(file, Script.preview(file));
    try (Deck deck = new Deck(node)) {
      deck.window.handedOver(java.util.List.of(file), java.util.Optional.of("peerdeck:uABC"));
      deck.settle();
      assertThat(deck.text("#preview-name")).isEqualTo("Nightly data");
      assertThat(deck.text("#confirm .overlay-title")).contains("Join the fleet");
      deck.window.snapshot(
          Path.of(System.getProperty("peerdeck.build", "target"), "pictures", "join-light.png"));
      deck.click("#confirm-no");
      assertThat(node.did).isEmpty();
      deck.window.handedOver(java.util.List.of(), java.util.Optional.of("peerdeck:uABC"));
      deck.settle();
      deck.click("#confirm-yes");
      assertThat(node.did).containsExactly("join peerdeck:uABC leaving");
    }
  }

  private static boolean answered(String button, Callable<Boolean> question) throws Exception {
    CompletableFuture<Boolean> answer = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                answer.complete(question.call());
              } catch (Exception e) {
                answer.completeExceptionally(e);
              }
            });
    FxThread.start();
    Awaitility.await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> FxThread.call(() -> find(button) != null));
    assertThat(FxThread.call(() -> ((Label) find("#start-text")).getText())).isNotBlank();
    FxThread.run(() -> ((Button) find(button)).fire());
    return answer.get(20, TimeUnit.SECONDS);
  }

  private static javafx.scene.Node find(String query) {
    return Window.getWindows().stream()
        .map(window -> window.getScene().lookup(query))
        .filter(java.util.Objects::nonNull)
        .findFirst()
        .orElse(null);
  }
}
