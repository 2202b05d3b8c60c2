package io.peerdeck.fleet;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.Signatures;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The body of `member.joined`, and the proof in it: a signature by the invitation's key over the
/// fleet, the peer that comes in, the member that lets it in and that member's nonce. So a proof is
/// worth something for one peer, to one member, once.
final class JoinBody {
  static final int NONCE = 32;

  private static final byte[] DOMAIN = "peerdeck-join-v1:".getBytes(StandardCharsets.US_ASCII);

  private JoinBody() {}

  static byte[] message(Cid fleet, PeerId peer, PeerId member, byte[] nonce) {
    byte[] claim =
        DagCbor.encode(
            Ipld.map()
                .put("fleet", fleet)
                .put("peer", peer.bytes())
                .put("member", member.bytes())
                .put("nonce", nonce)
                .build());
    byte[] message = new byte[DOMAIN.length + claim.length];
    System.arraycopy(DOMAIN, 0, message, 0, DOMAIN.length);
    System.arraycopy(claim, 0, message, DOMAIN.length, claim.length);
    return message;
  }

  static byte[] proof(KeyPair secret, Cid fleet, PeerId peer, PeerId member, byte[] nonce) {
    return secret.sign(message(fleet, peer, member, nonce));
  }

  static Ipld.Map write(
      Cid invite, PeerId peer, String name, List<Multiaddr> addresses, byte[] nonce, byte[] proof) {
    return Ipld.map()
        .put("invite", invite)
        .put("peer", peer.bytes())
        .put("name", name)
        .put("addresses", Ipld.texts(addresses.stream().map(Multiaddr::toString).toList()))
        .put("nonce", nonce)
        .put("proof", proof)
        .build();
  }

  static Member member(Entry entry, Set<Role> roles) {
    PeerId peer = MemberBody.peer(entry.body());
    if (!peer.isEd25519()) {
      throw new MultiformatException(
          "field 'peer' is no Ed25519 PeerId; members sign with Ed25519");
    }
    MemberChange told = MemberBody.change(entry.body());
    return new Member(
        peer,
        told.name().orElse(Fleet.shortName(peer)),
        told.addresses().orElse(List.of()),
        roles,
        Set.of(),
        0,
        false,
        Optional.of(entry.author()));
  }

  /// Why the entry lets nobody in as far as its causal past tells; empty if it may. Whether the
  /// invitation still had a use left is told by the order, not by the past.
  static Optional<String> fault(Entry entry, Roster past) {
    Ipld.Map body = entry.body();
    PeerId peer = MemberBody.peer(body);
    Cid named = body.link("invite");
    Optional<Invitation> found = past.invitation(named);
    if (found.isEmpty()) {
      return Optional.of("its author knew of no invitation " + named);
    }
    Invitation invite = found.get();
    byte[] nonce = body.bytes("nonce");
    if (nonce.length != NONCE) {
      return Optional.of("field 'nonce' has " + nonce.length + " bytes, must have " + NONCE);
    }
    Cid fleet = entry.fleet().orElseThrow();
    if (!Signatures.verify(
        invite.key().value(), message(fleet, peer, entry.author(), nonce), body.bytes("proof"))) {
      return Optional.of("the proof was not made with the invitation's secret");
    }
    if (entry.ts() > invite.expires()) {
      return Optional.of("the invitation had expired");
    }
    return removedSince(invite, peer, past.removals());
  }

  /// Who was removed does not come back by an invitation that is older than that.
  static Optional<String> removedSince(Invitation invite, PeerId peer, List<Removal> removals) {
    return removals.stream()
        .filter(removal -> removal.peer().equals(peer) && !invite.removals().contains(removal))
        .findFirst()
        .map(removal -> peer + " was removed, and the invitation is older than that");
  }
}
