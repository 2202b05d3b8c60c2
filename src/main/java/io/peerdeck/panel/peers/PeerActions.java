package io.peerdeck.panel.peers;

import io.peerdeck.node.Node;
import io.peerdeck.node.PeerView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Action;
import io.peerdeck.panel.part.DataTableKeys;
import io.peerdeck.panel.part.Desk;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.kordamp.ikonli.feather.Feather;

/// What can be done to peers, the same in toolbar, menu and inspector.
final class PeerActions {
  private static final Texts TEXTS = Texts.of("peers");
  private final Desk desk;

  PeerActions(Desk desk) {
    this.desk = desk;
  }

  List<Action<PeerView>> all() {
    return List.of(
        Action.of("ping", Feather.ACTIVITY, TEXTS.get("ping"), any(p -> !p.self()), this::ping)
            .withCommandEach(p -> "peerdeck peer ping " + p.peer().id()),
        Action.of(
                "trust",
                Feather.THUMBS_UP,
                TEXTS.get("trust"),
                any(p -> !p.self() && !p.trusted()),
                peers -> each(peers, "trust", p -> !p.self() && !p.trusted(), Node::trust))
            .withCommandEach(p -> "peerdeck peer trust " + p.peer().id()),
        Action.of(
                "untrust",
                Feather.THUMBS_DOWN,
                TEXTS.get("untrust"),
                any(p -> !p.self() && p.trusted()),
                peers -> each(peers, "untrust", p -> !p.self() && p.trusted(), Node::untrust))
            .withCommandEach(p -> "peerdeck peer untrust " + p.peer().id()),
        Action.of(
            "copy-id",
            Feather.COPY,
            TEXTS.get("copyId"),
            peers -> peers.size() == 1,
            peers -> DataTableKeys.copy(peers.getFirst().peer().id())),
        Action.danger(
                "remove", Feather.USER_X, TEXTS.get("remove"), any(p -> !p.self()), this::remove)
            .withCommandEach(p -> "peerdeck peer remove " + p.peer().id()));
  }

  private void ping(List<PeerView> peers) {
    for (PeerView peer : peers) {
      if (!peer.self()) {
        desk.bridge()
            .act(
                TEXTS.get("ping.failed", peer.peer().name()),
                node -> node.ping(peer.peer().id()),
                rtt ->
                    desk.notices()
                        .tell(
                            TEXTS.get("ping.done", peer.peer().name(), Words.roundTrip(rtt)), ""));
      }
    }
  }

  private void remove(List<PeerView> selected) {
    List<PeerView> peers = selected.stream().filter(p -> !p.self()).toList();
    String title =
        peers.size() == 1
            ? TEXTS.get("remove.one", peers.getFirst().peer().name())
            : TEXTS.get("remove.many", peers.size());
    int running = peers.stream().mapToInt(PeerView::running).sum();
    desk.overlay()
        .confirm(
            title,
            running == 0 ? TEXTS.get("remove.idle") : TEXTS.count("remove.text", running),
            TEXTS.get("remove.yes"),
            () -> each(peers, "remove", p -> true, Node::removePeer));
  }

  private void each(
      List<PeerView> peers,
      String what,
      Predicate<PeerView> wanted,
      BiConsumer<Node, String> command) {
    for (PeerView peer : peers) {
      if (wanted.test(peer)) {
        desk.bridge()
            .act(
                TEXTS.get(what + ".failed", peer.peer().name()),
                node -> {
                  command.accept(node, peer.peer().id());
                  return Optional.of(peer);
                },
                done -> desk.notices().tell(TEXTS.get(what + ".done", peer.peer().name()), ""));
      }
    }
  }

  private static Predicate<List<PeerView>> any(Predicate<PeerView> predicate) {
    return peers -> peers.stream().anyMatch(predicate);
  }
}
