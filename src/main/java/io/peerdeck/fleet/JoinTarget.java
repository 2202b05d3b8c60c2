package io.peerdeck.fleet;

import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.MultiformatException;
import java.util.List;

/// What an operator names to get into a fleet.
public sealed interface JoinTarget {
  /// An invitation: whoever of its members is reached lets this node in.
  record ByInvite(Invite invite) implements JoinTarget {
    @Override
    public List<Multiaddr> members() {
      return invite.addresses();
    }

    @Override
    public String text() {
      return invite.text();
    }
  }

  /// A member's address: an admin there says yes or no.
  record ByAddress(Multiaddr address) implements JoinTarget {
    @Override
    public List<Multiaddr> members() {
      return List.of(address);
    }

    @Override
    public String text() {
      return address.toString();
    }
  }

  /// Whom to ask, each address ending in `/p2p/PEER_ID`.
  List<Multiaddr> members();

  /// What [#parse(String)] reads back; a secret where there is an invitation.
  String text();

  /// Reads either form.
  ///
  /// @throws FleetException saying what is wrong with it
  static JoinTarget parse(String text) {
    if (Invite.looksLike(text)) {
      return new ByInvite(Invite.parse(text));
    }
    try {
      Multiaddr address = Multiaddr.parse(text.strip());
      if (address.peerId().isEmpty()) {
        throw new FleetException(address + " names no peer; it must end in /p2p/PEER_ID");
      }
      return new ByAddress(address);
    } catch (MultiformatException e) {
      throw new FleetException(
          "neither an invitation, which starts with "
              + Invite.SCHEME
              + ", nor a multiaddr: "
              + e.getMessage(),
          e);
    }
  }
}
