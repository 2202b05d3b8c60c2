package io.peerdeck.clock;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Tag;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterTry;

/// A random history of three members, one of them with two folders of one key, told to others in
/// any order and any number of times.
class ClockPropertyTest {
  private final List<TestPeer> peers = new ArrayList<>();
  private final Path folder = temporary();
  private int files;

  @AfterTry
  void clean() throws IOException {
    peers.forEach(TestPeer::close);
    peers.clear();
    try (Stream<Path> all = Files.list(folder)) {
      for (Path file : all.toList()) {
        Files.delete(file);
      }
    }
  }

  @Property(tries = 5)
  void anyDeliveryAndDuplicationGivesTheSameClock(
      @ForAll long seed, @ForAll @IntRange(min = 5, max = 60) int steps) {
    check(seed, steps);
  }

  @Property(tries = 200)
  @Tag("full")
  void anyDeliveryOfLongerHistoriesGivesTheSameClock(
      @ForAll long seed, @ForAll @IntRange(min = 5, max = 150) int steps) {
    check(seed, steps);
  }

  private void check(long seed, int steps) {
    Random random = new Random(seed);
    List<Entry> history = history(random, steps);
    Facts expected = null;
    for (int i = 0; i < 3; i++) {
      TestPeer receiver = peer(50 + i);
      receiver.clock.adoptFleet(history.get(0).cid());
      deliver(receiver, history, random);
      assertThat(receiver.clock.size()).isEqualTo(history.size());
      assertThat(receiver.clock.stats().pending()).isZero();
      assertThat(receiver.clock.verify((n, of) -> {}).problems()).isEmpty();
      Facts facts = facts(receiver, history);
      expected = expected == null ? facts : expected;
      assertThat(facts).isEqualTo(expected);
    }
    assertMatchesDefinition(expected, history);
  }

  /// What a clock says, all of which must depend on the set of entries alone.
  private record Facts(
      List<Cid> order,
      List<Cid> heads,
      String compound,
      Map<PeerId, OptionalLong> frozen,
      Set<Equivocation> proofs,
      Set<PeerId> members,
      Map<Cid, Set<PeerId>> views,
      Map<Cid, Set<Cid>> pasts,
      Map<PeerId, Tip> versions,
      List<Entry> ofKey) {}

  private static Facts facts(TestPeer peer, List<Entry> history) {
    Map<PeerId, OptionalLong> frozen = new HashMap<>();
    Map<Cid, Set<PeerId>> views = new HashMap<>();
    Map<Cid, Set<Cid>> pasts = new HashMap<>();
    for (Entry entry : history) {
      frozen.put(entry.author(), peer.clock.frozenFrom(entry.author()));
      views.put(entry.cid(), peer.clock.viewAt(entry));
      Set<Cid> past = new HashSet<>();
      history.stream()
          .filter(other -> peer.clock.happenedBefore(other, entry))
          .forEach(other -> past.add(other.cid()));
      pasts.put(entry.cid(), past);
    }
    return new Facts(
        peer.order(),
        peer.clock.heads(),
        peer.clock.compoundHead(),
        frozen,
        Set.copyOf(peer.clock.equivocations()),
        peer.clock.currentView(),
        views,
        pasts,
        peer.clock.versions(),
        peer.clock.entriesOf("key-1"));
  }

  /// The same facts from the definitions, the slow way.
  private static void assertMatchesDefinition(Facts facts, List<Entry> history) {
    List<Entry> sorted = history.stream().sorted().toList();
    assertThat(facts.order).isEqualTo(sorted.stream().map(Entry::cid).toList());
    Map<Cid, Entry> byCid = new HashMap<>();
    history.forEach(entry -> byCid.put(entry.cid(), entry));
    Set<Cid> heads = new HashSet<>(byCid.keySet());
    for (Entry entry : history) {
      entry.prev().ifPresent(heads::remove);
      entry.parents().forEach(heads::remove);
      Set<Cid> past = new HashSet<>();
      walk(entry, byCid, past);
      assertThat(facts.pasts.get(entry.cid())).isEqualTo(past);
      assertThat(facts.views.get(entry.cid()))
          .isEqualTo(members(past.stream().map(byCid::get).toList()));
    }
    assertThat(facts.heads).containsExactlyInAnyOrderElementsOf(heads);
    assertThat(facts.members).isEqualTo(members(history));
    frozen(history).forEach((author, from) -> assertThat(facts.frozen.get(author)).hasValue(from));
  }

  private static void walk(Entry entry, Map<Cid, Entry> byCid, Set<Cid> past) {
    Stream.concat(entry.prev().stream(), entry.parents().stream())
        .filter(past::add)
        .forEach(cid -> walk(byCid.get(cid), byCid, past));
  }

  private static Map<PeerId, Long> frozen(List<Entry> entries) {
    Map<PeerId, Long> from = new HashMap<>();
    Map<String, Entry> seen = new HashMap<>();
    for (Entry entry : entries) {
      Entry other = seen.putIfAbsent(entry.author() + "#" + entry.seq(), entry);
      if (other != null && !other.equals(entry)) {
        from.merge(entry.author(), entry.seq(), Math::min);
      }
    }
    return from;
  }

  private static Set<PeerId> members(List<Entry> entries) {
    Map<PeerId, Long> frozen = frozen(entries);
    TestPeer.Members rule = new TestPeer.Members();
    return rule.fold(
        entries.stream()
            .filter(rule::relevant)
            .filter(entry -> entry.seq() < frozen.getOrDefault(entry.author(), Long.MAX_VALUE))
            .sorted()
            .toList(),
        entry -> Set.of());
  }

  private List<Entry> history(Random random, int steps) {
    TestPeer ann = peer(1);
    TestPeer bob = peer(2);
    TestPeer cat = peer(3);
    TestPeer catsTwin = peer(3);
    ann.found();
    ann.add(bob.id());
    ann.add(cat.id());
    List<TestPeer> writers = List.of(ann, bob, cat, catsTwin);
    writers.subList(1, 4).forEach(peer -> peer.follow(ann));
    for (int i = 0; i < steps; i++) {
      step(random, writers.get(random.nextInt(4)), writers.get(random.nextInt(4)));
    }
    Map<Cid, Entry> all = new LinkedHashMap<>();
    writers.forEach(peer -> peer.all().forEach(entry -> all.put(entry.cid(), entry)));
    return List.copyOf(all.values());
  }

  private static void step(Random random, TestPeer peer, TestPeer other) {
    try {
      switch (random.nextInt(6)) {
        case 0, 1 -> peer.take(other);
        case 2 -> peer.add(TestPeer.key(20 + random.nextInt(3)).peerId());
        case 3 -> peer.remove(TestPeer.key(20 + random.nextInt(3)).peerId());
        default -> peer.note("key-" + random.nextInt(3), "note " + random.nextInt());
      }
    } catch (ClockException frozenByItsOwnProof) {
      assertThat(frozenByItsOwnProof).hasMessageContaining("frozen");
    }
  }

  private static void deliver(TestPeer receiver, List<Entry> history, Random random) {
    List<byte[]> stream = new ArrayList<>();
    history.forEach(entry -> stream.add(entry.block()));
    history.stream()
        .filter(entry -> random.nextInt(3) == 0)
        .forEach(entry -> stream.add(entry.block()));
    Collections.shuffle(stream, random);
    for (int at = 0; at < stream.size(); ) {
      int end = Math.min(stream.size(), at + 1 + random.nextInt(20));
      AdmissionReport report = receiver.clock.admit(stream.subList(at, end));
      assertThat(report.refused()).isEmpty();
      at = end;
    }
  }

  private TestPeer peer(int n) {
    TestPeer peer = new TestPeer(folder.resolve(files++ + ".db"), TestPeer.key(n));
    peers.add(peer);
    return peer;
  }

  private static Path temporary() {
    try {
      Path folder = Files.createTempDirectory("clock-properties");
      folder.toFile().deleteOnExit();
      return folder;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
