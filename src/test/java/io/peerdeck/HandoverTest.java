package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.api.ApiException;
import io.peerdeck.api.NodeHost;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A second start of the panel on a folder that is held: by nobody, a panel, a headless node.
@Beside
final class HandoverTest {
  @TempDir private Path folder;

  @Test
  void filesAndLinksAreToldApart() {
    Handover handover = Handover.of(folder, List.of("a.yml", "peerdeck:uABC", "/b.yaml"));
    assertThat(handover.files())
        .containsExactly(Path.of("a.yml").toAbsolutePath(), Path.of("/b.yaml"));
    assertThat(handover.link()).contains("peerdeck:uABC");
    assertThat(handover.holder()).isEqualTo(Handover.Holder.NOBODY);
  }

  @Test
  void anOpenPanelIsHandedTheFiles() {
    Handover handover = Handover.of(folder, List.of("/a.yml", "peerdeck:uABC"));
    List<NodeHost.OpenRequest> heard = new CopyOnWriteArrayList<>();
    try (NodeHost host = NodeHost.start(NodeHost.Options.at(folder))) {
      assertThat(handover.holder()).isEqualTo(Handover.Holder.NODE);
      assertThatThrownBy(handover::toPanel)
          .isInstanceOf(ApiException.class)
          .hasMessageContaining("without a panel");
      host.onOpen(heard::add);
      assertThat(handover.holder()).isEqualTo(Handover.Holder.PANEL);
      handover.toPanel();
      assertThat(heard)
          .containsExactly(
              new NodeHost.OpenRequest(List.of(Path.of("/a.yml")), Optional.of("peerdeck:uABC")));
      assertThatThrownBy(
              () -> Handover.of(folder, List.of("peerdeck:" + "x".repeat(20_000))).toPanel())
          .isInstanceOf(ApiException.class)
          .hasMessageContaining("link");
    }
  }

  @Test
  void aHeadlessNodeIsStoppedAndItsFolderTakenOver() throws InterruptedException {
    NodeHost headless = NodeHost.start(NodeHost.Options.at(folder));
    String id = headless.node().status().self().id();
    Handover handover = Handover.of(folder, List.of());
    assertThatThrownBy(() -> handover.takeOver(NodeHost.Options.at(folder)))
        .as("nobody listens for the end yet")
        .isInstanceOf(ApiException.class);
    headless.onStop(() -> Thread.ofPlatform().start(headless::close));
    try (NodeHost mine = handover.takeOver(NodeHost.Options.at(folder))) {
      assertThat(mine.node().status().self().id()).isEqualTo(id);
    }
  }
}
