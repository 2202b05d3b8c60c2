package io.peerdeck.node;

import io.peerdeck.fleet.FleetConnector;
import io.peerdeck.fleet.Invitation;
import io.peerdeck.fleet.JoinRequest;
import io.peerdeck.fleet.JoinStatus;
import io.peerdeck.fleet.Member;
import io.peerdeck.fleet.Role;
import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.schedule.RunState;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The fleet as the panel and the API show it.
final class FleetViews {
  private static final int MOST_INVITES = 200;

  private final NodeRooms rooms;
  private final PeerNames names;

  FleetViews(NodeRooms rooms, PeerNames names) {
    this.rooms = rooms;
    this.names = names;
  }

  FleetView now() {
    Roster roster = rooms.clock.currentView();
    List<PeerRef> admins =
        roster.withRole(Role.ADMIN).stream().map(member -> names.ref(member.peer())).toList();
    return new FleetView(
        rooms.clock.fleet().map(Cid::toString),
        roster.fleetName(),
        roster
            .member(rooms.clock.self())
            .map(Member::roles)
            .map(FleetViews::texts)
            .orElse(List.of()),
        roster.members().size(),
        admins,
        roster.members().size() > 1 && admins.size() == 1,
        joining(),
        roster.invitations().stream()
            .map(this::invite)
            .sorted(
                Comparator.comparing((InviteView invite) -> !invite.state().equals("open"))
                    .thenComparing(Comparator.comparing(InviteView::created).reversed()))
            .limit(MOST_INVITES)
            .toList(),
        rooms.joinRequests.list().stream().map(FleetViews::request).toList(),
        rooms.approvals.list(this::isLive).stream().map(one -> one.view(names)).toList(),
        rooms.fleet.warnings());
  }

  InviteView invite(Invitation invite) {
    Optional<String> closed = invite.closed(rooms.time.wall().millis());
    String state =
        closed.isEmpty()
            ? "open"
            : invite.revoked().isPresent()
                ? "revoked"
                : invite.joined().size() >= invite.uses() ? "used" : "expired";
    return new InviteView(
        invite.entry().toString(),
        names.ref(invite.by()),
        texts(invite.roles()),
        Instant.ofEpochMilli(invite.created()),
        Instant.ofEpochMilli(invite.expires()),
        invite.uses(),
        invite.joined().stream().map(names::ref).toList(),
        state,
        invite.revoked().map(names::ref));
  }

  private static JoinRequestView request(JoinRequest request) {
    return new JoinRequestView(
        new PeerRef(request.peer().toString(), request.name()),
        request.from().toString(),
        request.addresses().stream().map(Multiaddr::toString).toList(),
        request.asked(),
        request.heard(),
        request.expires());
  }

  private Optional<JoiningView> joining() {
    return rooms
        .connector
        .flatMap(FleetConnector::joining)
        .filter(status -> status.state() != JoinStatus.State.JOINED)
        .map(FleetViews::joining);
  }

  private static JoiningView joining(JoinStatus status) {
    return new JoiningView(
        status.state().name().toLowerCase(Locale.ROOT),
        status.sentence(),
        status.asked().stream().map(Multiaddr::toString).toList(),
        status.invited());
  }

  private boolean isLive(Cid run) {
    return rooms.scheduler.state(run).filter(state -> !isOver(state)).isPresent();
  }

  private static boolean isOver(RunState run) {
    return run.status().finished();
  }

  /// Roles in the order of the enum, as callers spell them.
  static List<String> texts(Collection<Role> roles) {
    return roles.stream().sorted().map(Role::text).toList();
  }
}
