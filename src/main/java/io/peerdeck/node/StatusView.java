package io.peerdeck.node;

import io.peerdeck.fleet.FleetConnector;
import io.peerdeck.fleet.JoinStatus;
import io.peerdeck.fleet.Member;
import io.peerdeck.libp2p.Host;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.schedule.RunStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The node and its fleet in one glance.
final class StatusView {
  private final NodeRooms rooms;
  private final PeerViews peers;
  private final Instant startedAt;

  StatusView(NodeRooms rooms, PeerViews peers, Instant startedAt) {
    this.rooms = rooms;
    this.peers = peers;
    this.startedAt = startedAt;
  }

  /// What the fleet calls this node, else its own setting.
  private String name() {
    return rooms
        .clock
        .currentView()
        .member(rooms.clock.self())
        .map(Member::name)
        .filter(name -> !name.isBlank())
        .orElse(rooms.settings.name());
  }

  NodeStatus now() {
    int members = rooms.clock.currentView().members().size();
    int online = peers.online();
    return new NodeStatus(
        new PeerRef(rooms.clock.self().toString(), name()),
        rooms.folder.root(),
        LocalNode.version(),
        startedAt,
        rooms.network.host().map(Host::addresses).orElse(List.of()).stream()
            .map(Multiaddr::toString)
            .toList(),
        rooms.clock.fleet().map(Cid::toString),
        network(members, online),
        reason(members, online),
        members,
        online,
        rooms.clock.size(),
        rooms.clock.compoundHead(),
        new OwnLoad(rooms).slots(),
        rooms.jobs.count(),
        counts(rooms.scheduler.counts()),
        warnings());
  }

  private List<String> warnings() {
    List<String> warnings = new ArrayList<>(rooms.fleet.warnings());
    rooms
        .confinement
        .lack()
        .ifPresent(why -> warnings.add("Jobs on this machine are not sandboxed: " + why));
    rooms
        .scheduler
        .trouble()
        .ifPresent(
            why -> warnings.add("Lists of runs show an earlier state; the scheduler's " + why));
    return List.copyOf(warnings);
  }

  private Optional<JoinStatus> joining() {
    return rooms
        .connector
        .flatMap(FleetConnector::joining)
        .filter(status -> status.state() != JoinStatus.State.JOINED);
  }

  private String network(int members, int online) {
    if (rooms.network.host().isEmpty()) {
      return "off";
    }
    if (joining().isPresent()) {
      return "joining";
    }
    return members > 1 && online > 1 ? "online" : "alone";
  }

  private String reason(int members, int online) {
    if (rooms.network.host().isEmpty()) {
      return "The network is off in this node's settings.";
    }
    if (joining().isPresent()) {
      return joining().get().sentence();
    }
    if (members < 2) {
      return "This node is the only member of its fleet; add a peer to share the work.";
    }
    return online > 1
        ? "Connected to " + (online - 1) + " of " + (members - 1) + " other members."
        : "None of the " + (members - 1) + " other members can be reached now.";
  }

  private static NodeStatus.RunCounts counts(Map<RunStatus, Long> counts) {
    return new NodeStatus.RunCounts(
        counts.getOrDefault(RunStatus.PENDING, 0L),
        counts.getOrDefault(RunStatus.ASSIGNED, 0L),
        counts.getOrDefault(RunStatus.IN_PROGRESS, 0L),
        counts.getOrDefault(RunStatus.COMPLETED, 0L),
        counts.getOrDefault(RunStatus.FAILED, 0L),
        counts.getOrDefault(RunStatus.CANCELLED, 0L));
  }
}
