package io.peerdeck.panel.part;

import io.peerdeck.node.Change;
import io.peerdeck.node.NodeStatus;
import io.peerdeck.node.PeerView;
import io.peerdeck.panel.bridge.NodeBridge;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// This node's status and the peers as last read, for the header, the status bar and every screen
/// that names peers.
public final class FleetGlance {
  /// Counts that change faster than this are not read by people, and counting costs the node.
  private static final Duration CALM = Duration.ofMillis(250);

  private final ReadOnlyObjectWrapper<Optional<NodeStatus>> status =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<List<PeerView>> peers =
      new ReadOnlyObjectWrapper<>(List.of());
  private final Watch<NodeStatus> statusWatch;
  private final Watch<List<PeerView>> peersWatch;

  public FleetGlance(NodeBridge bridge) {
    Texts texts = Texts.of("common");
    statusWatch =
        bridge
            .watch(
                texts.get("reading.status"),
                change -> !(change instanceof Change.Log),
                (node, news) -> node.status(),
                (NodeStatus read) -> status.set(Optional.of(read)))
            .atMostEvery(CALM);
    peersWatch =
        bridge.watch(
            texts.get("reading.peers"),
            change -> change instanceof Change.Peers,
            (node, news) -> node.peers(),
            read -> peers.set(List.copyOf(read)));
  }

  public void attach() {
    statusWatch.attach();
    peersWatch.attach();
  }

  public void detach() {
    statusWatch.detach();
    peersWatch.detach();
  }

  public ReadOnlyObjectProperty<Optional<NodeStatus>> status() {
    return status.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<List<PeerView>> peers() {
    return peers.getReadOnlyProperty();
  }

  /// Reads again what no change announces.
  public void ask() {
    statusWatch.ask();
  }

  /// Workers a task could be given to by hand, this node first.
  public List<PeerView> workers() {
    return peers.get().stream()
        .filter(peer -> peer.roles().contains("worker") && !peer.state().equals("frozen"))
        .toList();
  }
}
