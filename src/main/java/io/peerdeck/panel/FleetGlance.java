package io.peerdeck.panel;

import io.peerdeck.node.Change;
import io.peerdeck.node.NodeStatus;
import io.peerdeck.node.PeerView;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/// This node's status and the peers as last read, for the header, the status bar and every screen
/// that names peers.
final class FleetGlance {
  private final ReadOnlyObjectWrapper<Optional<NodeStatus>> status =
      new ReadOnlyObjectWrapper<>(Optional.empty());
  private final ReadOnlyObjectWrapper<List<PeerView>> peers =
      new ReadOnlyObjectWrapper<>(List.of());
  private final Watch<NodeStatus> statusWatch;
  private final Watch<List<PeerView>> peersWatch;

  FleetGlance(NodeBridge bridge) {
    Texts texts = Texts.of("common");
    statusWatch =
        bridge.watch(
            texts.get("reading.status"),
            change -> !(change instanceof Change.Log),
            (node, news) -> node.status(),
            read -> status.set(Optional.of(read)));
    peersWatch =
        bridge.watch(
            texts.get("reading.peers"),
            change -> change instanceof Change.Peers,
            (node, news) -> node.peers(),
            read -> peers.set(List.copyOf(read)));
  }

  void attach() {
    statusWatch.attach();
    peersWatch.attach();
  }

  void detach() {
    statusWatch.detach();
    peersWatch.detach();
  }

  ReadOnlyObjectProperty<Optional<NodeStatus>> status() {
    return status.getReadOnlyProperty();
  }

  ReadOnlyObjectProperty<List<PeerView>> peers() {
    return peers.getReadOnlyProperty();
  }

  /// Reads again what no change announces.
  void ask() {
    statusWatch.ask();
  }

  /// Workers a task could be given to by hand, this node first.
  List<PeerView> workers() {
    return peers.get().stream()
        .filter(peer -> peer.roles().contains("worker") && !peer.state().equals("frozen"))
        .toList();
  }
}
