package io.peerdeck.panel.peers;

import io.peerdeck.node.Node;
import io.peerdeck.node.PeerView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Desk;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/// One command for one or many peers: carried out one after the other, told once, with the way back
/// where there is one. What was refused is told with the first reason.
final class PeerBulk {
  private static final Texts TEXTS = Texts.of("peers");
  private final Desk desk;

  PeerBulk(Desk desk) {
    this.desk = desk;
  }

  private record Outcome(List<PeerView> done, List<PeerView> refused, String reason) {}

  /// @param what begins the keys of the words: `block.done`, `block.failed`
  void each(
      List<PeerView> peers,
      String what,
      BiConsumer<Node, PeerView> command,
      Optional<BiConsumer<Node, PeerView>> undo) {
    if (peers.isEmpty()) {
      return;
    }
    desk.bridge()
        .act(
            failed(what, peers, peers.size()),
            node -> carryOut(node, peers, command),
            outcome -> tell(outcome, peers.size(), what, undo));
  }

  private Outcome carryOut(Node node, List<PeerView> peers, BiConsumer<Node, PeerView> command) {
    List<PeerView> done = new ArrayList<>();
    List<PeerView> refused = new ArrayList<>();
    String reason = "";
    for (PeerView peer : peers) {
      try {
        command.accept(node, peer);
        done.add(peer);
      } catch (RuntimeException e) {
        if (refused.isEmpty()) {
          reason = desk.bridge().message(e);
        }
        refused.add(peer);
      }
    }
    return new Outcome(done, refused, reason);
  }

  private void tell(
      Outcome outcome, int asked, String what, Optional<BiConsumer<Node, PeerView>> undo) {
    List<PeerView> done = outcome.done();
    if (!outcome.refused().isEmpty()) {
      desk.notices().problem(failed(what, outcome.refused(), asked), outcome.reason());
    }
    if (done.isEmpty()) {
      return;
    }
    String words =
        done.size() == 1
            ? TEXTS.get(what + ".done", done.getFirst().peer().name())
            : TEXTS.get(what + ".several", done.size());
    if (undo.isPresent()) {
      desk.toasts().done(words, () -> each(done, "undo", undo.get(), Optional.empty()));
    } else {
      desk.toasts().done(words);
    }
  }

  private static String failed(String what, List<PeerView> peers, int asked) {
    return asked == 1
        ? TEXTS.get(what + ".failed", peers.getFirst().peer().name())
        : TEXTS.get(what + ".refused", peers.size(), asked);
  }
}
