package io.peerdeck.fleet;

import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/// How often strangers may knock: by peer and, since ids cost nothing, by the machine they come
/// from. Wrong proofs cost far more than knocking.
final class KnockLimit {
  /// Knocks at once, and how long it takes to earn another.
  private static final Allowance PEER = new Allowance(6, Duration.ofSeconds(10));

  private static final Allowance MACHINE = new Allowance(30, Duration.ofSeconds(2));
  private static final Allowance PEER_FAULTS = new Allowance(3, Duration.ofMinutes(5));
  private static final Allowance MACHINE_FAULTS = new Allowance(10, Duration.ofMinutes(1));
  private static final int KEPT = 4096;

  private record Allowance(int burst, Duration each) {}

  private record Who(String name, Allowance allowance) {}

  private static final class Bucket {
    private double tokens;
    private long at;

    Bucket(double tokens, long at) {
      this.tokens = tokens;
      this.at = at;
    }
  }

  private final LongSupplier nanos;
  private final Map<Who, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Who, Bucket> eldest) {
          return size() > KEPT;
        }
      };

  KnockLimit(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /// Counts a knock.
  ///
  /// @param machine the network address it comes from
  /// @return how long to wait if it is one too many
  synchronized Optional<Duration> knock(PeerId peer, String machine) {
    long waitNanos =
        Math.max(
            Math.max(missing(faults(peer)), missing(faults(machine))),
            Math.max(take(new Who(peer.toString(), PEER)), take(new Who(machine, MACHINE))));
    return waitNanos > 0 ? Optional.of(Duration.ofNanos(waitNanos)) : Optional.empty();
  }

  /// Counts a wrong proof or a wrong invitation.
  synchronized void fault(PeerId peer, String machine) {
    take(faults(peer));
    take(faults(machine));
  }

  private static Who faults(PeerId peer) {
    return new Who(peer.toString(), PEER_FAULTS);
  }

  private static Who faults(String machine) {
    return new Who(machine, MACHINE_FAULTS);
  }

  /// Takes a token if there is one; else how long until there is.
  private long take(Who who) {
    long missing = missing(who);
    if (missing == 0) {
      bucket(who).tokens--;
    }
    return missing;
  }

  private long missing(Who who) {
    double lack = 1 - bucket(who).tokens;
    return lack <= 0 ? 0 : (long) Math.ceil(lack * who.allowance().each().toNanos());
  }

  private Bucket bucket(Who who) {
    long now = nanos.getAsLong();
    Bucket bucket = buckets.computeIfAbsent(who, w -> new Bucket(w.allowance().burst(), now));
    double earned = (double) (now - bucket.at) / who.allowance().each().toNanos();
    bucket.tokens = Math.min(who.allowance().burst(), bucket.tokens + earned);
    bucket.at = now;
    return bucket;
  }
}
