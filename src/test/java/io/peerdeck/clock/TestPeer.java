package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.store.Database;
import io.peerdeck.store.Migration;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// One peer's clock on a real file, with the simplest rule of membership.
final class TestPeer implements AutoCloseable {
  static final List<Migration> LAYOUT = List.of(new Migration(1, ClockSchema.STATEMENTS));
  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-01-01T12:00:00Z"));

  final KeyPair key;
  final Database database;
  final MerkleClock<Set<PeerId>> clock;

  TestPeer(Path file, KeyPair key) {
    this.key = key;
    this.database = Database.open(file, LAYOUT);
    this.clock = MerkleClock.open(database, key, new Members(), NOON);
  }

  static KeyPair key(int n) {
    byte[] seed = new byte[32];
    seed[0] = (byte) n;
    seed[1] = (byte) (n >> 8);
    return KeyPair.fromSeed(seed);
  }

  PeerId id() {
    return key.peerId();
  }

  Entry found() {
    return clock.createFleet(Ipld.map().put("name", "test").build());
  }

  Entry add(PeerId member) {
    return clock
        .append("member.added", "member", Ipld.map().put("peer", member.bytes()).build())
        .join();
  }

  Entry remove(PeerId member) {
    return clock
        .append("member.removed", "member", Ipld.map().put("peer", member.bytes()).build())
        .join();
  }

  Entry note(String key, String text) {
    return clock.append("note", key, Ipld.map().put("text", text).build()).join();
  }

  void follow(TestPeer other) {
    clock.adoptFleet(other.clock.fleet().orElseThrow());
    take(other);
  }

  AdmissionReport take(TestPeer other) {
    return clock.admit(other.id(), other.blocks());
  }

  List<byte[]> blocks() {
    return all().stream().map(Entry::block).toList();
  }

  /// In admission order.
  List<Entry> all() {
    List<Entry> all = new ArrayList<>();
    long row = 0;
    for (List<StoredEntry> page = clock.entriesSince(row, 100);
        !page.isEmpty();
        page = clock.entriesSince(row, 100)) {
      page.forEach(stored -> all.add(stored.entry()));
      row = page.get(page.size() - 1).row();
    }
    return all;
  }

  List<Cid> order() {
    return clock.windowAt(0, 100_000).reversed().stream().map(Entry::cid).toList();
  }

  @Override
  public void close() {
    clock.close();
    database.close();
  }

  /// The genesis author and whoever was added, until removed.
  static final class Members implements MembershipRule<Set<PeerId>> {
    @Override
    public boolean relevant(Entry entry) {
      return entry.kind().equals("fleet.created") || entry.kind().startsWith("member.");
    }

    @Override
    public Set<PeerId> fold(List<Entry> relevantInOrder, Function<Entry, Set<PeerId>> past) {
      Set<PeerId> members = new TreeSet<>();
      for (Entry entry : relevantInOrder) {
        switch (entry.kind()) {
          case "fleet.created" -> members.add(entry.author());
          case "member.added" -> members.add(PeerId.decode(entry.body().bytes("peer")));
          default -> members.remove(PeerId.decode(entry.body().bytes("peer")));
        }
      }
      return members;
    }

    @Override
    public boolean isMember(Set<PeerId> view, PeerId author) {
      return view.contains(author);
    }
  }
}
