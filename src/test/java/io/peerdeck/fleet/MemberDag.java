package io.peerdeck.fleet;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Entries in a causal graph, unsigned and unstored: what the pure folds see of a clock.
final class MemberDag {
  private final Map<Cid, Entry> entries = new LinkedHashMap<>();
  private final Map<Cid, Set<Cid>> ancestors = new HashMap<>();
  private final Membership membership = new Membership();
  private Optional<Cid> fleet = Optional.empty();

  static PeerId peer(int number) {
    byte[] seed = new byte[32];
    seed[0] = (byte) number;
    seed[1] = (byte) (number >> 8);
    return KeyPair.fromSeed(seed).peerId();
  }

  static Member member(PeerId peer, String name, Set<Role> roles) {
    return new Member(
        peer,
        name,
        List.of(Multiaddr.parse("/ip4/192.0.2.1/tcp/4001/p2p/" + peer)),
        roles,
        Set.of("linux"),
        2,
        false,
        Optional.empty());
  }

  /// Writes an entry whose author knew the given entries and all before them.
  Entry write(PeerId author, String kind, Ipld.Map body, Entry... known) {
    Set<Cid> past = new HashSet<>();
    for (Entry entry : known) {
      past.add(entry.cid());
      past.addAll(ancestors.get(entry.cid()));
    }
    List<Entry> before = past.stream().map(entries::get).toList();
    Optional<Entry> prev =
        before.stream()
            .filter(e -> e.author().equals(author))
            .max((a, b) -> Long.compare(a.seq(), b.seq()));
    long seq = prev.map(e -> e.seq() + 1).orElse(0L);
    long lc = before.stream().mapToLong(Entry::lc).max().orElse(-1) + 1;
    List<Cid> parents = Arrays.stream(known).map(Entry::cid).sorted().toList();
    byte[] block =
        DagCbor.encode(
            Ipld.map()
                .put("author", author.bytes())
                .put("seq", seq)
                .put("parents", Ipld.links(parents))
                .put("kind", kind)
                .put("body", body)
                .build());
    Cid cid = Cid.of(Cid.DAG_CBOR, block);
    String key = fleet.isEmpty() ? "fleet" : "member";
    Entry entry =
        new Entry(
            cid, block, fleet, author, seq, prev.map(Entry::cid), parents, lc, 0, kind, key, body);
    entries.put(cid, entry);
    ancestors.put(cid, past);
    if (fleet.isEmpty()) {
      fleet = Optional.of(cid);
    }
    return entry;
  }

  Entry found(PeerId founder) {
    return write(
        founder,
        "fleet.created",
        Ipld.map()
            .put("name", "test")
            .put("member", MemberBody.write(member(founder, "founder", Set.of(Role.ADMIN))))
            .build());
  }

  Entry add(PeerId author, PeerId peer, Set<Role> roles, Entry... known) {
    return write(
        author, "member.added", MemberBody.write(member(peer, "peer " + peer, roles)), known);
  }

  Entry update(PeerId author, PeerId peer, MemberChange change, Entry... known) {
    return write(author, "member.updated", MemberBody.write(peer, change), known);
  }

  Entry remove(PeerId author, PeerId peer, long lastSeq, Entry... known) {
    return write(
        author,
        "member.removed",
        Ipld.map().put("peer", peer.bytes()).put("lastSeq", lastSeq).build(),
        known);
  }

  Collection<Entry> entries() {
    return entries.values();
  }

  Roster past(Entry entry) {
    return fold(ancestors.get(entry.cid()).stream().map(entries::get).toList(), membership);
  }

  Roster roster() {
    return fold(entries.values(), membership);
  }

  /// Folds all entries in order, each onto what came of those before it.
  Roster foldOneByOne() {
    Membership rule = new Membership();
    List<Entry> before = new ArrayList<>();
    Roster roster = Roster.EMPTY;
    for (Entry entry : entries.values().stream().filter(rule::relevant).sorted().toList()) {
      before.add(entry);
      roster =
          rule.then(roster, entry, other -> pastBy(rule, other))
              .orElseGet(() -> rule.fold(before, other -> pastBy(rule, other)));
    }
    return roster;
  }

  private Roster pastBy(Membership rule, Entry entry) {
    return fold(ancestors.get(entry.cid()).stream().map(entries::get).toList(), rule);
  }

  /// Folds some entries with a membership rule that has seen nothing yet.
  Roster foldAfresh(Collection<Entry> some) {
    return fold(some, new Membership());
  }

  private Roster fold(Collection<Entry> some, Membership rule) {
    List<Entry> ordered = new ArrayList<>(some);
    ordered.removeIf(entry -> !rule.relevant(entry));
    ordered.sort(null);
    return rule.fold(
        ordered,
        entry -> fold(ancestors.get(entry.cid()).stream().map(entries::get).toList(), rule));
  }
}
