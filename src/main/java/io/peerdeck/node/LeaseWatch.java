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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notes of claims, while they happen, who ended the job it had claimed and who lost it by falling
/// silent, as this node heard it. A claim that was given up, or taken away by hand, is neither.
final class LeaseWatch {
  private static final Logger LOG = LoggerFactory.getLogger(LeaseWatch.class);
  private static final int KEPT = 10_000;
  private static final int KEPT_OF_ONE_JOB = 16;
  // Half a lease: whoever claimed the next attempt may have heard the last heartbeat earlier.
  private static final long SILENT_NANOS = Duration.ofSeconds(5).toNanos();

  private record Job(String run, TaskKey task) {}

  // Two peers may claim one attempt at once; which of them holds it is the fold's to say.
  private record Lease(Cid claim, PeerId holder, int attempt, long at) {}

  private final Conduct conduct;
  private final Liveness liveness;
  private final LongSupplier nanos;
  // The oldest first. Guarded by this.
  private final LinkedHashMap<Job, List<Lease>> leases = new LinkedHashMap<>();

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
          end(
              new Job(entry.key(), declined.task()),
              lease ->
                  lease.holder().equals(entry.author()) && lease.attempt() == declined.attempt());
      case RunEvent.Finished finished -> {
        boolean kept =
            end(
                new Job(entry.key(), finished.task()),
                lease ->
                    lease.holder().equals(entry.author())
                        && lease.claim().equals(finished.claim()));
        if (kept && liveness.alive(entry.author())) {
          conduct.note(entry.author(), Deed.LEASE_KEPT, "");
        }
      }
      case RunEvent.Assigned assigned -> leases.remove(new Job(entry.key(), assigned.task()));
      default -> {}
    }
  }

  private void claimed(Entry entry, RunEvent.Claimed claimed) {
    Job job = new Job(entry.key(), claimed.task());
    end(
        job,
        before -> {
          boolean over = before.attempt() < claimed.attempt();
          if (over && !before.holder().equals(entry.author()) && lapsed(before)) {
            conduct.note(
                before.holder(),
                Deed.LEASE_LOST,
                "its heartbeats for " + claimed.task().job() + " stopped");
          }
          return over;
        });
    List<Lease> open = Objects.requireNonNullElseGet(leases.get(job), ArrayList::new);
    if (open.size() < KEPT_OF_ONE_JOB) {
      open.add(new Lease(entry.cid(), entry.author(), claimed.attempt(), nanos.getAsLong()));
    }
    leases.putLast(job, open);
    if (leases.size() > KEPT) {
      leases.pollFirstEntry();
    }
  }

  /// Gone, and not heard of for long; a history that comes all at once says nothing of silence.
  private boolean lapsed(Lease lease) {
    long now = nanos.getAsLong();
    long heard = liveness.lastHeartbeatNanos(lease.holder(), lease.claim()).orElse(lease.at());
    return !liveness.alive(lease.holder())
        && now - lease.at() > SILENT_NANOS
        && now - heard > SILENT_NANOS;
  }

  /// Takes out the job's leases that are over; true if there were any.
  private boolean end(Job job, Predicate<Lease> over) {
    @Nullable List<Lease> open = leases.get(job);
    boolean ended = open != null && open.removeIf(over);
    if (open != null && open.isEmpty()) {
      leases.remove(job);
    }
    return ended;
  }
}
