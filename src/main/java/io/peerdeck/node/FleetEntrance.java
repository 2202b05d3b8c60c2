package io.peerdeck.node;

import io.peerdeck.fleet.FleetConnector;
import io.peerdeck.fleet.Invite;
import io.peerdeck.fleet.JoinStatus;
import io.peerdeck.fleet.JoinTarget;
import io.peerdeck.fleet.MemberChange;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How a node becomes a writing member of its fleet after a start: it founds one, or waits to be
/// let into one; fetches its own earlier entries from others before it writes (DESIGN §2); tells of
/// itself; and only then takes part in running jobs.
final class FleetEntrance implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FleetEntrance.class);
  private static final Duration OWN_HISTORY = Duration.ofSeconds(3);
  private static final Duration COMMAND_WAITS = Duration.ofSeconds(10);
  private static final Duration END = Duration.ofSeconds(10);
  private static final long LOOK_MILLIS = 50;

  private final NodeRooms rooms;
  private final CountDownLatch entered = new CountDownLatch(1);
  private volatile boolean closed;
  private volatile @Nullable Thread entering;
  private volatile @Nullable String refusal;

  FleetEntrance(NodeRooms rooms) {
    this.rooms = rooms;
  }

  /// Founds a fleet where there is none to follow or join, and goes on in the background.
  void enter() {
    Optional<JoinTarget> way = way();
    PeerId self = rooms.clock.self();
    boolean member = rooms.clock.currentView().isMember(self);
    if (rooms.clock.fleet().isEmpty() && way.isEmpty()) {
      rooms.fleet.found(rooms.next.found().orElse(rooms.settings.name() + "'s fleet"), self());
    } else if (way.isPresent() && !member) {
      goInto(way.get());
    } else if (way.isPresent()) {
      refuseOtherFleet(way.get());
    }
    entering = Thread.ofVirtual().name("fleet-entrance").start(this::complete);
  }

  /// The start's own words, then where the node was on its way to, then the folder's settings.
  private Optional<JoinTarget> way() {
    if (rooms.joinAsked || rooms.next.equals(NextFleet.NONE)) {
      return rooms.settings.join();
    }
    return rooms.next.join();
  }

  /// Asks to be let into a fleet, from now on and after a restart.
  void goInto(JoinTarget target) {
    FleetConnector connector =
        rooms.connector.orElseThrow(
            () ->
                new NodeException(
                    NodeException.Reason.REFUSED,
                    "A node that keeps off the network cannot join a fleet."));
    Refusals.telling(
        () -> {
          connector.join(target, self());
          return target;
        });
    NextFleet.joining(target).write(rooms.folder.next());
  }

  private void refuseOtherFleet(JoinTarget target) {
    boolean known =
        switch (target) {
          case JoinTarget.ByInvite(Invite invite) ->
              rooms.clock.fleet().filter(invite.fleet()::equals).isPresent();
          case JoinTarget.ByAddress(Multiaddr address) ->
              address.peerId().filter(rooms.clock.currentView()::isMember).isPresent();
        };
    boolean alone = rooms.clock.currentView().members().size() == 1;
    if (!known && alone && rooms.joinAsked) {
      throw new NodeException(
          NodeException.Reason.REFUSED,
          "The data folder "
              + rooms.folder.root()
              + " has a fleet of its own already; name another folder with --data, or leave that"
              + " fleet with `peerdeck fleet join`.");
    }
  }

  private void complete() {
    try {
      while (!closed && !rooms.clock.currentView().isMember(rooms.clock.self())) {
        TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
      }
      if (rooms.connector.isPresent()) {
        int reached = rooms.connector.get().awaitOwnHistory(OWN_HISTORY);
        LOG.debug("{} members gave what this node lacked", reached);
      }
      if (!closed) {
        MemberChange self = self();
        rooms.fleet.updateSelf(rooms.told.news(self));
        rooms.told.told(self);
        rooms.entered = true;
        NextFleet.done(rooms.folder.next());
        rooms.scheduler.start();
        entered.countDown();
        rooms.changes.add(new Change.Status());
        rooms.changes.add(new Change.Fleet());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (PeerdeckException e) {
      if (closed) {
        return; // stopped while it was about to write
      }
      LOG.error("This node cannot take part in its fleet: {}", e.getMessage());
      refusal = String.valueOf(e.getMessage());
      entered.countDown();
      rooms.changes.add(new Change.Status());
    }
  }

  /// Waits until this node may write; throws [NodeException] saying what it waits for when it may
  /// not yet.
  void awaitMember() {
    try {
      if (!entered.await(COMMAND_WAITS.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new NodeException(
            NodeException.Reason.REFUSED,
            "This node is no member of a fleet yet: "
                + rooms
                    .connector
                    .flatMap(FleetConnector::joining)
                    .map(JoinStatus::sentence)
                    .orElse("it is still starting")
                + ".");
      }
      if (refusal != null) {
        throw new NodeException(
            NodeException.Reason.REFUSED,
            "This node cannot take part in its fleet: " + refusal + ".");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new NodeException(NodeException.Reason.FAILED, "Interrupted while starting.", e);
    }
  }

  private MemberChange self() {
    return MemberChange.NONE
        .name(rooms.settings.name())
        .labels(rooms.settings.labels())
        .slots(rooms.settings.slots())
        .addresses(
            rooms.network.host().map(host -> advertised(host.addresses())).orElse(List.of()));
  }

  /// Loopback addresses are of use to others only when there are no others.
  static List<Multiaddr> advertised(List<Multiaddr> addresses) {
    List<Multiaddr> reachable =
        addresses.stream().filter(address -> !isLoopback(address.host().orElse(""))).toList();
    return reachable.isEmpty() ? addresses : reachable;
  }

  private static boolean isLoopback(String host) {
    return host.startsWith("127.") || host.equals("::1") || host.equals("localhost");
  }

  /// Ends what still goes on in the background, so that nothing is written after this.
  @Override
  public void close() {
    closed = true;
    Thread thread = entering;
    if (thread != null) {
      thread.interrupt();
      try {
        if (!thread.join(END)) {
          LOG.warn("entering the fleet did not end within {}", END);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
