package io.peerdeck.fleet;

import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/// What the keeper's thread does each time: notices that this machine slept or moved, says the
/// heartbeat, and goes round all links. While nothing happens and nothing waits to be done, only
/// every other step goes round.
final class FleetRounds implements KeeperThread.Step {
  // Less than two steps of a calm node.
  private static final long ROUND_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

  private final FleetNetwork network;
  private final LiveProtocol live;
  private final OwnHeartbeat heartbeat;
  private final Joining joining;
  private final MemberLinks links;
  private final ConnectionSurvey survey;
  private final WakeWatch wakes;
  private final Executor tasks;
  private final Runnable tell;
  private long nextTelling;
  private long nextRound;
  private boolean calm;

  /// @param tasks runs whatever may block
  /// @param tell has listeners look at round trips, now and then
  FleetRounds(
      FleetNetwork network,
      LiveProtocol live,
      OwnHeartbeat heartbeat,
      Joining joining,
      MemberLinks links,
      ConnectionSurvey survey,
      Executor tasks,
      Runnable tell) {
    this.network = network;
    this.live = live;
    this.heartbeat = heartbeat;
    this.joining = joining;
    this.links = links;
    this.survey = survey;
    this.wakes = new WakeWatch(network.wall(), network.nanos(), network.addresses());
    this.tasks = tasks;
    this.tell = tell;
    this.nextTelling = network.nanos().getAsLong();
    this.nextRound = nextTelling;
  }

  @Override
  public boolean take(boolean woken) {
    long now = network.nanos().getAsLong();
    wakes.look(this::doubtAll, to -> tasks.execute(() -> network.moved().accept(to)));
    network.liveness().awake();
    network.liveness().tick();
    heartbeat.step(now);
    if (woken || !calm || now - nextRound >= 0) {
      nextRound = now + ROUND_NANOS;
      calm = round(now);
    }
    return calm;
  }

  private void doubtAll() {
    links.doubtAll();
    calm = false;
  }

  private boolean round(long now) {
    live.dropStuck();
    Roster roster = network.clock().currentView();
    links.refresh(roster, joining.sponsors(roster));
    boolean linked = links.step();
    survey.step(now);
    if (now - nextTelling >= 0) {
      // Round trips change all the time, and need not be looked at each time.
      nextTelling = now + network.pace().ping().toNanos();
      if (links.reached() > 0) {
        tell.run();
      }
    }
    return linked;
  }
}
