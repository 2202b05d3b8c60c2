package io.peerdeck.node;

import io.peerdeck.fleet.Invitation;
import io.peerdeck.fleet.Invite;
import io.peerdeck.fleet.JoinRequest;
import io.peerdeck.fleet.Member;
import io.peerdeck.fleet.Role;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The fleet as callers steer it: invitations, and who asks to be let in.
final class FleetDesk {
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(366);

  private final NodeRooms rooms;
  private final FleetEntrance entrance;
  private final FleetViews views;
  private final SecureRandom random = new SecureRandom();

  FleetDesk(NodeRooms rooms, FleetEntrance entrance, FleetViews views) {
    this.rooms = rooms;
    this.entrance = entrance;
    this.views = views;
  }

  PeerId accept(String peerId, List<String> texts) {
    Set<Role> roles = roles(texts);
    JoinRequest request = request(peerId);
    entrance.awaitMember();
    Refusals.telling(
        () ->
            rooms.fleet.addMember(
                request.peer(), request.addresses(), Optional.of(request.name()), roles));
    rooms.joinRequests.take(request.peer());
    return request.peer();
  }

  void refuse(String peerId) {
    JoinRequest request = request(peerId);
    Refusals.telling(
        () -> {
          rooms.joinRequests.refuse(request.peer());
          return request;
        });
  }

  private JoinRequest request(String peerId) {
    List<JoinRequest> found =
        rooms.joinRequests.list().stream()
            .filter(
                request -> request.name().equals(peerId) || fits(request.peer().toString(), peerId))
            .toList();
    return new Candidates<>(found)
        .only(
            "machine",
            "called `" + peerId + "` asks to be let in",
            request -> request.peer().toString());
  }

  CreatedInvite invite(InviteRequest request) {
    if (request.validFor().compareTo(SHORTEST) < 0 || request.validFor().compareTo(LONGEST) > 0) {
      throw new NodeException(
          NodeException.Reason.INVALID, "An invitation is valid for a minute to a year.");
    }
    Set<Role> roles = roles(request.roles());
    rooms.network.require();
    entrance.awaitMember();
    Instant expires = rooms.time.wall().instant().plus(request.validFor());
    Invite invite =
        Refusals.telling(
            () -> rooms.fleet.invite(roles, expires, request.uses(), addresses(), random));
    Invitation made = rooms.fleet.invitation(invite).orElseThrow();
    rooms.changes.add(new Change.Fleet());
    return new CreatedInvite(views.invite(made), invite.text());
  }

  void revoke(String id) {
    entrance.awaitMember();
    List<Cid> found =
        rooms.clock.currentView().invitations().stream()
            .map(Invitation::entry)
            .filter(entry -> fits(entry.toString(), id))
            .toList();
    Cid invitation =
        new Candidates<>(found).only("invitation", "is called `" + id + "`", Cid::toString);
    Refusals.telling(
        () -> {
          rooms.fleet.revoke(invitation);
          return found;
        });
    rooms.changes.add(new Change.Fleet());
  }

  private static boolean fits(String entry, String id) {
    return entry.equals(id) || (id.length() >= 8 && (entry.startsWith(id) || entry.endsWith(id)));
  }

  /// This node's own addresses, then those of members that are connected.
  private List<Multiaddr> addresses() {
    List<Multiaddr> addresses =
        new ArrayList<>(
            rooms
                .network
                .host()
                .map(host -> FleetEntrance.advertised(host.addresses()))
                .orElse(List.of()));
    Set<PeerId> connected = rooms.network.connected();
    for (Member member : rooms.clock.currentView().members()) {
      if (connected.contains(member.peer()) && !member.addresses().isEmpty()) {
        addresses.add(member.addresses().getFirst());
      }
    }
    return addresses;
  }

  /// Roles as callers spell them; throws [NodeException] for none and for what is none.
  static Set<Role> roles(List<String> texts) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String text : texts) {
      roles.add(
          Role.of(text.toLowerCase(Locale.ROOT))
              .orElseThrow(
                  () ->
                      new NodeException(
                          NodeException.Reason.INVALID,
                          "`" + text + "` is no role: admin, operator, worker, observer.")));
    }
    if (roles.isEmpty()) {
      throw new NodeException(NodeException.Reason.INVALID, "A member has at least one role.");
    }
    return roles;
  }
}
