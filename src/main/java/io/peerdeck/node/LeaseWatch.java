package io.peerdeck.node;

import io.peerdeck.clock.Entry;
import io.peerdeck.fleet.Conduct;
import io.peerdeck.fleet.Deed;
import io.peerdeck.fleet.Liveness;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import io.peerdeck.schedule.RunEvent;
import io.peerdeck.schedule.TaskKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notes of claims, while they happen, who ended the job it had claimed and who lost it by falling
/// silent, as this node heard it. A claim that was given up, or taken away by hand, is neither.
final class LeaseWatch {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseWatch.class);
  private static final int KEPT = 10_000;
  // Half a lease: whoever claimed the next attempt may have heard the last heartbeat earlier.
  private static final long SILENT_NANOS = Duration.ofSeconds(5).toNanos();

  private record Job(String run, TaskKey task) {}

  private record Lease(Cid claim, PeerId holder, int attempt, long at) {}

  private final Conduct conduct;
  private final Liveness liveness;
  private final LongSupplier nanos;
  // The oldest first. Guarded by this.
  private final LinkedHashMap<Job, Lease> leases = new LinkedHashMap<>();

  LeaseWatch(Conduct conduct, Liveness liveness, LongSupplier nanos) {
    this.conduct = conduct;
    this.liveness = liveness;
    this.nanos = nanos;
  }

  /// Takes note of new entries, in the order they came.
  synchronized void entries(List<Entry> entries) {
    for (Entry entry : entries) {
      if (entry.kind().startsWith("job.")) {
        try {
          RunEvent.parse(entry.kind(), entry.body()).ifPresent(event -> note(entry, event));
        } catch (PeerdeckException malformed) {
          // The run's own fold shows it as without effect.
          LOG.debug("{} says nothing of a claim: {}", entry.cid(), malformed.getMessage());
        }
      }
    }
  }

  private void note(Entry entry, RunEvent event) {
    switch (event) {
      case RunEvent.Claimed claimed -> claimed(entry, claimed);
      case RunEvent.Declined declined ->
          end(new Job(entry.key(), declined.task()), declined.attempt(), entry.author());
      case RunEvent.Finished finished ->
          end(new Job(entry.key(), finished.task()), finished.attempt(), entry.author())
              .filter(lease -> lease.claim().equals(finished.claim()))
              .filter(lease -> liveness.alive(lease.holder()))
              .ifPresent(lease -> conduct.note(lease.holder(), Deed.LEASE_KEPT, ""));
      case RunEvent.Assigned assigned -> leases.remove(new Job(entry.key(), assigned.task()));
      default -> {}
    }
  }

  private void claimed(Entry entry, RunEvent.Claimed claimed) {
    Job job = new Job(entry.key(), claimed.task());
    @Nullable Lease before = leases.get(job);
    if (before != null && before.attempt() >= claimed.attempt()) {
      return;
    }
    if (before != null && !before.holder().equals(entry.author()) && lapsed(before)) {
      conduct.note(
          before.holder(),
          Deed.LEASE_LOST,
          "its heartbeats for " + claimed.task().job() + " stopped");
    }
    leases.remove(job);
    leases.putLast(
        job, new Lease(entry.cid(), entry.author(), claimed.attempt(), nanos.getAsLong()));
    if (leases.size() > KEPT) {
      leases.pollFirstEntry();
    }
  }

  /// Nothing was heard of it for long; a history that comes all at once says nothing of silence.
  private boolean lapsed(Lease lease) {
    long now = nanos.getAsLong();
    long heard = liveness.lastHeartbeatNanos(lease.holder(), lease.claim()).orElse(lease.at());
    return now - lease.at() > SILENT_NANOS && now - heard > SILENT_NANOS;
  }

  private Optional<Lease> end(Job job, int attempt, PeerId holder) {
    @Nullable Lease lease = leases.get(job);
    if (lease == null || lease.attempt() != attempt || !lease.holder().equals(holder)) {
      return Optional.empty();
    }
    leases.remove(job);
    return Optional.of(lease);
  }
}
