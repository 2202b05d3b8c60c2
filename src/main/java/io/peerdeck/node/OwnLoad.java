package io.peerdeck.node;

import io.peerdeck.fleet.Heartbeat;
import io.peerdeck.fleet.Member;
import java.lang.management.ManagementFactory;

/// How much this node does, and how much more it would take.
final class OwnLoad {
  private final NodeRooms rooms;

  OwnLoad(NodeRooms rooms) {
    this.rooms = rooms;
  }

  /// Jobs run here at once: what the fleet was told of this node last, by itself or by an admin.
  int slots() {
    return rooms
        .clock
        .currentView()
        .member(rooms.clock.self())
        .map(Member::slots)
        .orElse(rooms.settings.slots());
  }

  Heartbeat heartbeat() {
    int running = rooms.jobs.count();
    int slots = slots();
    double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    return new Heartbeat(
        rooms.scheduler.activeClaims(),
        slots,
        Math.max(0, slots - running),
        running,
        Math.max(0, load / Runtime.getRuntime().availableProcessors()));
  }
}
