package io.peerdeck;

import io.peerdeck.github.ApiAnswer;
import io.peerdeck.github.ApiRead;
import io.peerdeck.github.CacheMode;
import io.peerdeck.github.Credential;
import io.peerdeck.github.ReadWish;
import io.peerdeck.multiformats.PeerId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// What sharing spares: five nodes in one process poll a model of GitHub through their caches, by
/// an injected clock, and what GitHub would have counted is counted; then how long an answer from
/// another member takes.
final class CacheBench {
  private static final int NODES = 5;
  private static final int DAY = 24 * 60;
  private static final int PEER_HITS = 2000;
  private static final int WARM_UP = 500;
  private static final int HITS_OF_AN_HOUR = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration POLL = Duration.ofMillis(10);

  /// Three resources of a busy repository, each with the minutes after which it changes.
  private enum Polled {
    RUNS("/repos/o/r/actions/runs?status=queued", 5),
    ISSUES("/repos/o/r/issues?state=open", 15),
    REPOSITORY("/repos/o/r", 60);

    private final ApiRead read;
    private final int changes;

    Polled(String target, int changes) {
      this.read = ApiRead.of(target);
      this.changes = changes;
    }
  }

  /// What some minutes of polling took.
  ///
  /// @param changes the first version of each resource, and each after it
  /// @param bodies answers with a body
  /// @param counted requests counted against somebody's limit
  /// @param polls reads by all nodes
  record Polling(long changes, long bodies, long counted, long polls) {
    double bodiesPerChange() {
      return (double) bodies / changes;
    }

    double savedPercent() {
      return 100 * (1 - (double) counted / polls);
    }
  }

  private final SecureRandom random;

  CacheBench(SecureRandom random) {
    this.random = random;
  }

  /// Runs for about a minute.
  ///
  /// @return `cache.bodiesPerChange` (200s of GitHub for each change, five nodes; beside it without
  ///     sharing), `cache.day.saved` (% of counted calls) and `cache.peerHit.p50` (ms)
  List<Figure> run() {
    Polling shared = poll(true, DAY);
    Polling alone = poll(false, DAY);
    return List.of(
        new Figure(
            "cache.bodiesPerChange",
            shared.bodiesPerChange(),
            "x",
            1.1,
            new Figure.Anchor("without sharing", alone.bodiesPerChange())),
        new Figure(
            "cache.day.saved",
            shared.savedPercent(),
            "%",
            90,
            new Figure.Anchor("without sharing", alone.savedPercent())),
        new Figure("cache.peerHit.p50", peerHit(), "ms", 3, null));
  }

  /// Five nodes read three resources each minute, each at a second of its own.
  Polling poll(boolean sharing, int minutes) {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    ModelGitHub gitHub = new ModelGitHub(now::get);
    Random order = new Random(6);
    long changes = 0;
    long polls = 0;
    List<SharingNode> nodes = nodes(NODES, sharing, gitHub, now);
    try {
      for (int minute = 0; minute < minutes; minute++) {
        Instant start = Objects.requireNonNull(now.get(), "set above");
        for (Polled polled : Polled.values()) {
          if (minute % polled.changes == 0) {
            gitHub.put(polled.read.target(), "{\"minute\":" + minute + "}");
            changes++;
          }
        }
        int[] seconds = order.ints(NODES, 0, 59).sorted().toArray();
        for (int i = 0; i < NODES; i++) {
          now.set(start.plusSeconds(seconds[i]));
          SharingNode node = nodes.get((minute + i) % NODES);
          for (Polled polled : Polled.values()) {
            node.cache().get(polled.read, Credential.anonymous(), ReadWish.usual());
            polls++;
          }
          if (sharing && polls == Polled.values().length) {
            awaitWords(nodes);
          }
        }
        now.set(start.plus(Duration.ofMinutes(1)));
      }
    } finally {
      nodes.forEach(SharingNode::close);
    }
    return new Polling(changes, gitHub.bodiesSent(), gitHub.counted(), polls);
  }

  /// The clock goes on at once where minutes would pass; gossip needs its moment all the same.
  private static void awaitWords(List<SharingNode> nodes) {
    await(
        () ->
            Arrays.stream(Polled.values())
                .allMatch(
                    polled ->
                        nodes.stream().filter(node -> node.knowsHolder(polled.read)).count()
                            >= NODES - 1)); // who holds it hears no words of its own
  }

  private static void await(BooleanSupplier condition) {
    long due = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - due > 0) {
        throw new IllegalStateException("the nodes did not hear of each other in time");
      }
      LockSupport.parkNanos(POLL.toNanos());
    }
  }

  private List<SharingNode> nodes(
      int count, boolean sharing, ModelGitHub gitHub, AtomicReference<Instant> now) {
    Set<PeerId> members = ConcurrentHashMap.newKeySet();
    List<SharingNode> nodes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      SharingNode node =
          new SharingNode(
              members, sharing, gitHub, Credential.token("token-" + i), now::get, random);
      nodes.forEach(node::connect);
      nodes.add(node);
    }
    await(() -> nodes.stream().allMatch(node -> node.listeners() == count - 1));
    return nodes;
  }

  /// The median of the milliseconds an answer takes that another member holds.
  private double peerHit() {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    ModelGitHub gitHub = new ModelGitHub(now::get);
    List<SharingNode> nodes = nodes(2, true, gitHub, now);
    try {
      SharingNode asking = nodes.getFirst();
      SharingNode holding = nodes.getLast();
      double[] peer = new double[PEER_HITS];
      int number = 0;
      for (int hit = -WARM_UP; hit < PEER_HITS; hit++) {
        ApiRead read = ApiRead.of("/repos/o/r/issues/" + number++);
        while (!holding.owns(read)) {
          read = ApiRead.of("/repos/o/r/issues/" + number++);
        }
        if (hit % HITS_OF_AN_HOUR == 0) {
          now.updateAndGet(at -> at.plus(Duration.ofHours(1))); // a whole budget
        }
        gitHub.put(
            read.target(), "{\"number\":" + number + ",\"body\":\"" + "x".repeat(2000) + "\"}");
        holding.cache().get(read, Credential.anonymous(), ReadWish.usual());
        long before = System.nanoTime();
        ApiAnswer answer = asking.cache().get(read, Credential.anonymous(), ReadWish.usual());
        double millis = (System.nanoTime() - before) / 1e6;
        if (answer.mode() != CacheMode.PEER_HIT) {
          throw new IllegalStateException("the other member's answer was not taken: " + answer);
        }
        if (hit >= 0) {
          peer[hit] = millis;
        }
      }
      return median(peer);
    } finally {
      nodes.forEach(SharingNode::close);
    }
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
