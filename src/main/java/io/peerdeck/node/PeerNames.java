package io.peerdeck.node;

import io.peerdeck.fleet.Member;
import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.util.List;
import java.util.function.Supplier;

/// How people call peers: the name in the roster, else the end of the id.
final class PeerNames {
  private static final int SHORT = 8;
  private final Supplier<Roster> roster;

  PeerNames(Supplier<Roster> roster) {
    this.roster = roster;
  }

  PeerRef ref(PeerId peer) {
    return new PeerRef(peer.toString(), name(peer));
  }

  String name(PeerId peer) {
    return roster
        .get()
        .member(peer)
        .map(Member::name)
        .filter(name -> !name.isBlank())
        .orElseGet(() -> end(peer));
  }

  private static String end(PeerId peer) {
    String id = peer.toString();
    return "…" + id.substring(id.length() - SHORT);
  }

  /// The peer a person means: a whole id, or the unique name, beginning or end of a member's.
  /// Throws [NodeException] when nobody or more than one fits.
  PeerId resolve(String text) {
    try {
      return PeerId.parse(text);
    } catch (MultiformatException e) {
      List<PeerId> found =
          roster.get().members().stream()
              .filter(member -> fits(member, text))
              .map(Member::peer)
              .toList();
      return new Candidates<>(found).only("member", "is called `" + text + "`", PeerId::toString);
    }
  }

  private static boolean fits(Member member, String text) {
    String id = member.peer().toString();
    return member.name().equals(text)
        || (text.length() >= 4 && (id.startsWith(text) || id.endsWith(text)));
  }
}
