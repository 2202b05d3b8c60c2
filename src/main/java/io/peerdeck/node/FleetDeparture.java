package io.peerdeck.node;

import io.peerdeck.fleet.Invite;
import io.peerdeck.fleet.JoinTarget;
import io.peerdeck.fleet.Roster;
import io.peerdeck.multiformats.Multiaddr;

/// This node's way out of its fleet and into another.
final class FleetDeparture {
  private static final int MAX_NAME = 100;

  private final NodeRooms rooms;
  private final FleetEntrance entrance;
  private final FleetMove move;

  FleetDeparture(NodeRooms rooms, FleetEntrance entrance, FleetMove move) {
    this.rooms = rooms;
    this.entrance = entrance;
    this.move = move;
  }

  void create(String name, boolean leave) {
    if (name.isBlank() || name.length() > MAX_NAME || name.chars().anyMatch(c -> c < ' ')) {
      throw new NodeException(
          NodeException.Reason.INVALID,
          "A fleet's name has 1 to " + MAX_NAME + " characters and no control characters.");
    }
    mayLeave(leave);
    move.to(NextFleet.founding(name).leaving(true));
  }

  void join(String text, boolean leave) {
    NodeSettings.checkJoin(text);
    JoinTarget target = JoinTarget.parse(text);
    rooms.network.require();
    if (isIn(target)) {
      throw new NodeException(NodeException.Reason.REFUSED, "This node is in that fleet already.");
    }
    if (rooms.clock.fleet().isEmpty() || leadsBack(target)) {
      entrance.goInto(target);
      rooms.changes.add(new Change.Fleet());
      return;
    }
    mayLeave(leave);
    move.to(NextFleet.joining(target).leaving(true));
  }

  private boolean isIn(JoinTarget target) {
    boolean self = target.members().stream().allMatch(this::isSelf);
    if (self && target instanceof JoinTarget.ByAddress) {
      throw new NodeException(
          NodeException.Reason.INVALID, "That is this node itself; join another member.");
    }
    return rooms.clock.currentView().isMember(rooms.clock.self()) && leadsBack(target);
  }

  /// Whether it leads into the fleet this folder follows, of which this node is no member any more.
  private boolean leadsBack(JoinTarget target) {
    return switch (target) {
      case JoinTarget.ByInvite(Invite invite) ->
          rooms.clock.fleet().filter(invite.fleet()::equals).isPresent();
      case JoinTarget.ByAddress(Multiaddr address) ->
          address.peerId().filter(rooms.clock.currentView()::isMember).isPresent();
    };
  }

  private boolean isSelf(Multiaddr address) {
    return address.peerId().filter(rooms.clock.self()::equals).isPresent();
  }

  /// A fleet in which nobody else is and to which nothing was submitted is left without a word:
  /// every node founds one when it first starts.
  private void mayLeave(boolean leave) {
    Roster roster = rooms.clock.currentView();
    if (leave || !roster.isMember(rooms.clock.self())) {
      return;
    }
    String what =
        roster.members().size() > 1
            ? " with " + (roster.members().size() - 1) + " other members"
            : rooms.scheduler.counts().values().stream().anyMatch(count -> count > 0)
                ? " to which runs were submitted"
                : "";
    if (!what.isEmpty()) {
      throw new NodeException(
          NodeException.Reason.REFUSED,
          "This node is in the fleet '"
              + roster.fleetName()
              + "'"
              + what
              + ". Say that it is to be left (--leave), or use another data folder.");
    }
  }
}
