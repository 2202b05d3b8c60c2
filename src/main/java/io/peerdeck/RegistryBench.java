package io.peerdeck;

import io.peerdeck.fleet.discovery.DiscoveryPace;
import io.peerdeck.fleet.discovery.DiscoveryRegistry;
import io.peerdeck.fleet.discovery.DiscoverySource;
import io.peerdeck.fleet.discovery.PeerAnnouncement;
import io.peerdeck.fleet.discovery.PeerInfo;
import io.peerdeck.fleet.discovery.PeerQuery;
import io.peerdeck.fleet.discovery.PeerStatement;
import io.peerdeck.fleet.discovery.Reach;
import io.peerdeck.fleet.discovery.Registration;
import io.peerdeck.fleet.discovery.Sighting;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntFunction;
import java.util.stream.Stream;

/// How fast the registry of peers answers with 10,000 of them, at rest and while somebody floods
/// it.
final class RegistryBench {
  private static final int PEERS = 10_000;
  private static final int QUESTIONS = 200_000;
  private static final int WARM = 50_000;
  private static final int BATCH = 64;
  private static final int MOST = 256;
  private static final int TELLERS = 50;
  private static final double TARGET_MICROS = 10;
  private static final double TARGET_LABELS_MICROS = 100;
  private static final double TARGET_TAKEN_PER_SECOND = 10_000;
  private static final DiscoveryPace PACE =
      new DiscoveryPace(
          Duration.ofDays(1), Duration.ofDays(1), Duration.ofDays(1), Duration.ofMinutes(2));

  private final InstantSource wall;
  private final SecureRandom random;

  RegistryBench(InstantSource wall, SecureRandom random) {
    this.wall = wall;
    this.random = random;
  }

  /// `registry.take`: signed peers merged per second, signatures checked before;
  /// `registry.…@10000`: microseconds per question from one thread, median and 99th percentile;
  /// `.flooded`: the same while another thread brings 10,000 peers of one author over and over.
  List<Figure> run() throws InterruptedException {
    Heard heard = new Heard();
    KeyPair self = KeyPair.generate(random);
    List<Sighting> peers = new ArrayList<>(PEERS);
    List<PeerId> tellers =
        Stream.generate(() -> KeyPair.generate(random).peerId()).limit(TELLERS).toList();
    Instant now = wall.instant();
    for (int i = 0; i < PEERS; i++) {
      peers.add(
          Sighting.signed(
              announcement(i),
              Optional.of(now.minusMillis(random.nextInt(600_000))),
              Optional.of(tellers.get(i % TELLERS))));
    }
    List<Figure> figures = new ArrayList<>();
    try (DiscoveryRegistry registry =
        new DiscoveryRegistry(
                self.peerId(),
                () -> announcement(0),
                List.of(heard),
                PACE,
                wall,
                System::nanoTime,
                (liar, what) -> {})
            .listen()) {
      long start = System.nanoTime();
      for (int at = 0; at < PEERS; at += BATCH) {
        heard.bring(peers.subList(at, Math.min(PEERS, at + BATCH)));
      }
      figures.add(
          new Figure(
              "registry.take", PEERS / seconds(start), "peers/s", TARGET_TAKEN_PER_SECOND, null));
      if (registry.size() != PEERS) {
        throw new IllegalStateException("the registry holds " + registry.size() + " peers");
      }
      PeerId[] ids = peers.stream().map(Sighting::peer).toArray(PeerId[]::new);
      ask(figures, registry, ids, "");
      flooded(figures, registry, heard, ids);
    }
    return figures;
  }

  private PeerAnnouncement announcement(int number) {
    KeyPair key = KeyPair.generate(random);
    List<Multiaddr> where =
        List.of(Multiaddr.tcp("10.1.%d.%d".formatted(number / 250, number % 250 + 1), 4011));
    PeerStatement statement =
        new PeerStatement(
            key.peerId(),
            1,
            Duration.ofHours(1),
            Reach.LOCAL,
            Set.of("linux", "zone-" + number % 20, number % 100 == 0 ? "gpu" : "plain"),
            Map.of());
    return PeerAnnouncement.sign(key, where, statement);
  }

  private void ask(List<Figure> figures, DiscoveryRegistry registry, PeerId[] ids, String when) {
    PeerQuery best = PeerQuery.best(20);
    PeerQuery gpu = new PeerQuery(Set.of(), Set.of("gpu"), 20);
    PeerQuery both = new PeerQuery(Set.of("heard"), Set.of("linux", "zone-7"), 20);
    measure(
        figures,
        "registry.addresses" + when,
        TARGET_MICROS,
        i -> registry.addressesOf(ids[i % ids.length]));
    measure(figures, "registry.best20" + when, TARGET_MICROS, i -> found(registry, best));
    measure(figures, "registry.label20" + when, TARGET_MICROS, i -> found(registry, gpu));
    measure(figures, "registry.labels20" + when, TARGET_LABELS_MICROS, i -> found(registry, both));
  }

  private static List<PeerInfo> found(DiscoveryRegistry registry, PeerQuery query) {
    return registry.find(query);
  }

  private static void measure(
      List<Figure> figures, String name, double target, IntFunction<List<?>> question) {
    int warm = 0;
    for (int i = 0; i < WARM; i++) {
      warm += question.apply(i).isEmpty() ? 0 : 1;
    }
    long[] nanos = new long[QUESTIONS];
    int answers = warm - WARM; // each has one
    for (int i = 0; i < QUESTIONS; i++) {
      long start = System.nanoTime();
      answers += question.apply(i).isEmpty() ? 0 : 1;
      nanos[i] = System.nanoTime() - start;
    }
    if (answers != QUESTIONS) {
      throw new IllegalStateException(
          name + ": " + (QUESTIONS - answers) + " questions had no answer");
    }
    Arrays.sort(nanos);
    figures.add(new Figure(name + ".p50@" + PEERS, nanos[QUESTIONS / 2] / 1e3, "µs", target, null));
    figures.add(
        new Figure(
            name + ".p99@" + PEERS, nanos[QUESTIONS / 100 * 99] / 1e3, "µs", target * 10, null));
  }

  private void flooded(List<Figure> figures, DiscoveryRegistry registry, Heard heard, PeerId[] ids)
      throws InterruptedException {
    List<List<Sighting>> floods = new ArrayList<>();
    for (int author = 0; author < 4; author++) {
      Optional<PeerId> teller = Optional.of(KeyPair.generate(random).peerId());
      List<Sighting> flood = new ArrayList<>(PEERS);
      for (int i = 0; i < PEERS; i++) {
        byte[] id = new byte[32];
        random.nextBytes(id);
        flood.add(
            new Sighting(
                PeerId.ofEd25519(id),
                List.of(Multiaddr.tcp("10.9.9.9", 1 + i)),
                Optional.empty(),
                Optional.empty(),
                Optional.of(Duration.ofHours(1)),
                Optional.empty(),
                teller));
      }
      floods.add(flood);
    }
    AtomicBoolean over = new AtomicBoolean();
    Thread flooding =
        Thread.ofPlatform()
            .name("flood")
            .start(
                () -> {
                  for (int i = 0; !over.get(); i++) {
                    heard.bring(floods.get(i % floods.size()));
                  }
                });
    try {
      ask(figures, registry, ids, ".flooded");
    } finally {
      over.set(true);
      flooding.join();
    }
    if (registry.size() > PEERS) {
      throw new IllegalStateException("the flood left " + (registry.size() - PEERS) + " peers");
    }
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }

  /// Brings what the bench gives it.
  private static final class Heard implements DiscoverySource {
    private Optional<Ear> ear = Optional.empty();

    void bring(List<Sighting> sightings) {
      ear.orElseThrow().heard(sightings);
    }

    @Override
    public String name() {
      return "heard";
    }

    @Override
    public Terms terms() {
      return new Terms(Reach.LOCAL, false, false, MOST);
    }

    @Override
    public void start(Ear registry) {
      ear = Optional.of(registry);
    }

    @Override
    public List<Sighting> find() {
      return List.of();
    }

    @Override
    public Registration register(PeerAnnouncement self) {
      return new Registration.ReadOnly();
    }

    @Override
    public int cleanup(List<PeerInfo> known) {
      return 0;
    }

    @Override
    public void close() {}
  }
}
