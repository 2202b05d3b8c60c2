package io.peerdeck.node;

import io.peerdeck.fleet.FleetConnector;
import io.peerdeck.fleet.Liveness;
import io.peerdeck.fleet.Membership;

/// What tells of changes in a node's rooms, and what each means to who is looking.
final class ChangeSources implements AutoCloseable {
  private final NodeRooms rooms;
  private final Lifetime heard = new Lifetime();

  ChangeSources(NodeRooms rooms, Liveness liveness) {
    this.rooms = rooms;
    hearClock(liveness);
    hearPeers(liveness);
    heard.add(
        rooms.scheduler.subscribe(
            runs -> runs.forEach(run -> changed(new Change.Run(run.toString())))));
    heard.add(rooms.transfers.subscribe(() -> changed(new Change.Blobs())));
    heard.add(rooms.joinRequests.subscribe(() -> changed(new Change.Fleet())));
  }

  private void changed(Change change) {
    rooms.changes.add(change);
  }

  private void hearClock(Liveness liveness) {
    heard.add(
        rooms.clock.subscribe(
            entries -> {
              changed(new Change.Clock());
              if (entries.stream().anyMatch(Membership::touches)) {
                changed(new Change.Fleet());
                changed(new Change.Peers());
              }
            }));
    heard.add(
        rooms.clock.subscribe(
            new LeaseWatch(rooms.exclusion.conduct(), liveness, rooms.time.nanos())::entries));
  }

  private void hearPeers(Liveness liveness) {
    heard.add(liveness.subscribe(peer -> mayRunOther()));
    heard.add(rooms.trust.subscribe(this::mayRunOther));
    heard.add(rooms.exclusion.subscribe(() -> changed(new Change.Peers())));
    rooms.discovery.ifPresent(found -> found.subscribe(() -> changed(new Change.Peers())));
    rooms.connector.ifPresent(running -> heard.add(running.subscribe(() -> linksChanged(running))));
  }

  /// Who is there, or who is trusted, decides what runs where.
  private void mayRunOther() {
    changed(new Change.Peers());
    rooms.wake();
  }

  private void linksChanged(FleetConnector running) {
    changed(new Change.Peers());
    if (!rooms.clock.currentView().isMember(rooms.clock.self()) && running.joining().isPresent()) {
      changed(new Change.Fleet());
      changed(new Change.Status());
    }
  }

  @Override
  public void close() {
    heard.close();
  }
}
