package io.peerdeck.fleet;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.MultiformatException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What a member says of itself every second while it has work, and every few seconds else.
///
/// @param claims CIDs of the `job.claimed` entries it holds leases on; at most 256
/// @param slots how many jobs it runs at once
/// @param free how many more it would take now
/// @param running how many run now
/// @param load the machine's load per processor, 0 where unknown
public record Heartbeat(List<Cid> claims, int slots, int free, int running, double load) {
  /// How many claims one heartbeat names at most.
  public static final int MAX_CLAIMS = 256;

  /// The time between two heartbeats of a member that announces none.
  static final Duration USUAL_NEXT = Duration.ofSeconds(1);

  /// No peer may announce a longer time: a silence of [Liveness#OFFLINE_AFTER] means more.
  static final Duration LONGEST_NEXT = Duration.ofSeconds(5);

  /// Nothing runs, nothing may.
  public static final Heartbeat IDLE = new Heartbeat(List.of(), 0, 0, 0, 0);

  /// Copies the claims and checks all bounds.
  ///
  /// @throws FleetException if a number is out of its bounds
  public Heartbeat {
    claims = List.copyOf(claims);
    if (claims.size() > MAX_CLAIMS
        || slots < 0
        || free < 0
        || running < 0
        || !(load >= 0 && load < 1e6)) {
      throw new FleetException(
          "a heartbeat names up to %d claims and no negative numbers".formatted(MAX_CLAIMS));
    }
  }

  /// Whether only the load differs.
  boolean sameWork(Heartbeat other) {
    return slots == other.slots
        && free == other.free
        && running == other.running
        && claims.equals(other.claims);
  }

  /// Whether it says something that must be said every second.
  boolean busy() {
    return running > 0 || !claims.isEmpty();
  }

  /// The frame as it travels.
  ///
  /// @param next how long until the next one at the latest
  byte[] frame(Duration next) {
    return DagCbor.encode(write(next));
  }

  /// The frame that these bytes are, behind its length, if they are the whole of one that names no
  /// claim: then the length is a byte.
  ///
  /// @throws MultiformatException if it is no DAG-CBOR
  static Optional<Ipld.Map> frame(byte[] bytes) {
    return bytes.length > 1
            && bytes[0] == bytes.length - 1
            && DagCbor.decode(Arrays.copyOfRange(bytes, 1, bytes.length)) instanceof Ipld.Map map
            && map.text("t").equals("beat")
        ? Optional.of(map)
        : Optional.empty();
  }

  Ipld.Map write(Duration next) {
    return Ipld.map()
        .put("t", "beat")
        .put("claims", Ipld.links(claims))
        .put("slots", slots)
        .put("free", free)
        .put("running", running)
        .put("load", load)
        .put("next", next.toMillis())
        .build();
  }

  /// How long until the next one at the latest, as the peer announced it; a second if it did not.
  static Duration next(Ipld.Map frame) {
    return frame.has("next")
        ? Duration.ofMillis(frame.integer("next", 1, (int) LONGEST_NEXT.toMillis()))
        : USUAL_NEXT;
  }

  static Heartbeat read(Ipld.Map frame) {
    Ipld.List claims = frame.list("claims");
    if (claims.size() > MAX_CLAIMS) {
      throw new MultiformatException("a heartbeat with " + claims.size() + " claims");
    }
    try {
      return new Heartbeat(
          claims.links(),
          frame.integer("slots", 0, Integer.MAX_VALUE),
          frame.integer("free", 0, Integer.MAX_VALUE),
          frame.integer("running", 0, Integer.MAX_VALUE),
          frame.real("load"));
    } catch (FleetException outOfBounds) {
      throw new MultiformatException(String.valueOf(outOfBounds.getMessage()), outOfBounds);
    }
  }
}
