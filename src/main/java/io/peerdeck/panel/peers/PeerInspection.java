package io.peerdeck.panel.peers;

import io.peerdeck.node.PeerView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Actions;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Facts;
import io.peerdeck.panel.part.Inspection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The inspector's words on a peer, or on several.
final class PeerInspection {
  private static final Texts TEXTS = Texts.of("peers");

  private PeerInspection() {}

  static Inspection of(Desk desk, PeerActions actions, PeerView peer, PeerHistoryPane history) {
    Facts facts =
        new Facts()
            .id(TEXTS.get("fact.id"), peer.peer().id())
            .add(TEXTS.get("fact.source"), peer.source())
            .add(TEXTS.get("fact.roles"), String.join(", ", peer.roles()))
            .add(TEXTS.get("fact.labels"), String.join(", ", peer.labels()))
            .add(TEXTS.get("fact.slots"), slots(peer))
            .add(TEXTS.get("fact.trust"), PeerWords.trust(peer), PeerWords.trustWord(peer));
    if (!peer.self()) {
      facts
          .add(TEXTS.get("fact.rtt"), PeerWords.rtt(peer))
          .add(TEXTS.get("fact.loss"), PeerWords.loss(peer))
          .add(TEXTS.get("fact.rates"), PeerWords.rates(peer))
          .add(TEXTS.get("fact.bytes"), PeerWords.bytes(peer));
    }
    peer.lastSeen().ifPresent(at -> facts.time(TEXTS.get("fact.seen"), at, desk.time()));
    peer.agent().ifPresent(agent -> facts.add(TEXTS.get("fact.agent"), agent));
    peer.addresses().forEach(a -> facts.copyable(TEXTS.get("fact.address"), a));
    Inspection inspection =
        new Inspection(peer.peer().name())
            .mark(PeerWords.mark(peer), PeerWords.mark(peer).word())
            .note(peer.stateReason())
            .part(facts)
            .actions(new Actions<>(actions.all(), () -> List.of(peer)).buttons("inspector"));
    if (!peer.self()) {
      inspection
          .section(TEXTS.get("section.link"))
          .note(PeerWords.link(peer))
          .section(TEXTS.get("section.conduct", peer.conduct().score()));
      peer.conduct()
          .suspendedUntil()
          .ifPresent(
              until -> inspection.note(TEXTS.get("conduct.suspended", Words.absolute(until))));
      inspection.note(PeerWords.reasons(peer)).section(TEXTS.get("section.history")).part(history);
    }
    return inspection.command("peerdeck peer list");
  }

  private static String slots(PeerView peer) {
    return TEXTS.get(
        peer.draining() ? "fact.slotsDraining" : "fact.slotsBusy", peer.running(), peer.slots());
  }

  /// @param peers those selected, as they are when a button is pressed
  static Inspection of(PeerActions actions, List<PeerView> shown, Supplier<List<PeerView>> peers) {
    Map<String, Long> states =
        shown.stream()
            .collect(
                Collectors.groupingBy(
                    p -> PeerWords.mark(p).word(), TreeMap::new, Collectors.counting()));
    String counts =
        states.entrySet().stream()
            .map(e -> e.getValue() + " " + e.getKey())
            .collect(Collectors.joining(", "));
    return new Inspection(TEXTS.get("several", shown.size()))
        .note(counts)
        .actions(new Actions<>(actions.all(), peers).buttons("inspector"));
  }
}
