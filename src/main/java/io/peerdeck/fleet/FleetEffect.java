package io.peerdeck.fleet;

import io.peerdeck.clock.Entry;
import io.peerdeck.clock.EntryPosition;
import io.peerdeck.clock.Equivocation;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.clock.PastView;
import io.peerdeck.clock.StoredEntry;
import io.peerdeck.clock.Tip;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.PeerId;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Which entries count. An entry has effect if its author's role in its causal past allows its kind
/// (DESIGN §3), it is below the author's first equivocation, and no removal of the author cuts it
/// off (DESIGN §2). Every fold of the clock leaves the others out.
public final class FleetEffect {
  private static final int SCAN = 1000;

  private final MerkleClock<Roster> clock;
  private final Supplier<Roster> members;
  private final Function<PeerId, OptionalLong> frozen;

  /// Judges the entries of this clock.
  public FleetEffect(MerkleClock<Roster> clock) {
    this(clock, clock::currentView, clock::frozenFrom);
  }

  private FleetEffect(
      MerkleClock<Roster> clock, Supplier<Roster> members, Function<PeerId, OptionalLong> frozen) {
    this.clock = clock;
    this.members = members;
    this.frozen = frozen;
  }

  /// Judges entries as they counted when the clock ended at this position.
  public FleetEffect upTo(EntryPosition last) {
    PastView<Roster> past = clock.viewUpTo(last);
    return new FleetEffect(
        clock,
        past::view,
        author -> {
          Long from = past.frozen().get(author);
          return from == null ? OptionalLong.empty() : OptionalLong.of(from);
        });
  }

  /// The authors some of whose entries count now and did not by `past`, or the other way round.
  public Set<PeerId> judgedOtherwise(FleetEffect past) {
    Set<PeerId> authors = new HashSet<>();
    for (PeerId author : clock.versions().keySet()) {
      if (!frozen.apply(author).equals(past.frozen.apply(author))) {
        authors.add(author);
      }
    }
    List<Removal> then = past.members.get().removals();
    for (Removal removal : members.get().removals()) {
      if (!then.contains(removal)) {
        authors.add(removal.peer());
      }
    }
    return authors;
  }

  /// Whether nothing but the role in its causal past decides about an author's entries: nobody was
  /// removed, and it is not frozen.
  public boolean judgesByRoleAlone(PeerId author) {
    return frozen.apply(author).isEmpty() && members.get().removals().isEmpty();
  }

  /// Whether the entry has effect, as far as membership decides it; what its kind demands besides
  /// (a run's submitter, a claim's rank) is its fold's business.
  public boolean hasEffect(Entry entry) {
    return whyNot(entry).isEmpty();
  }

  /// Why the entry has no effect, in a sentence for people; empty if it has.
  public Optional<String> whyNot(Entry entry) {
    OptionalLong from = frozen.apply(entry.author());
    if (from.isPresent() && entry.seq() >= from.getAsLong()) {
      return Optional.of(
          "its author wrote two different entries number "
              + from.getAsLong()
              + " and is frozen from there");
    }
    Roster now = members.get();
    if (entry.kind().equals(RoleTable.FLEET_CREATED)
        || entry.key().equals(Membership.MEMBER_KEY)
        || entry.key().equals(Membership.FLEET_KEY)) {
      return membership(now, entry);
    }
    Roster past = clock.viewAt(entry);
    if (!past.may(entry.author(), entry.kind())) {
      return Optional.of("its author's role did not allow " + entry.kind());
    }
    return Removal.cutting(entry, now.removals(), past::knows)
        .map(r -> "its author was removed by " + r.by() + " after its entry " + r.lastSeq())
        .or(
            () ->
                past.admission(entry.author())
                    .flatMap(now::whyLost)
                    .map(why -> "its author was not let into the fleet after all: " + why));
  }

  /// Whether an entry of this kind can take effect away from entries of others, so that
  /// [#keysToRefold(List)] is to be asked.
  public static boolean mayChangeOthers(String kind) {
    return switch (kind) {
      case RoleTable.MEMBER_REMOVED, RoleTable.INVITE_REVOKED, RoleTable.MEMBER_JOINED -> true;
      default -> false;
    };
  }

  /// The keys whose folds may have changed by these new entries: those they name, and those of
  /// entries that gained or lost their effect by a removal, a revocation, a contested invitation or
  /// an equivocation among the new ones.
  public Set<String> keysToRefold(List<Entry> news) {
    Set<String> keys = new TreeSet<>();
    news.forEach(entry -> keys.add(entry.key()));
    Set<PeerId> forked = freshlyForked(news);
    List<Entry> changing =
        news.stream()
            .filter(entry -> mayChangeOthers(entry.kind()))
            .filter(entry -> !isPlainJoin(entry))
            .toList();
    if (forked.isEmpty() && changing.isEmpty()) {
      return keys;
    }
    Touched touched = new Touched(clock.entriesOf(Membership.MEMBER_KEY));
    changing.forEach(touched::news);
    forked.forEach(author -> touched.author(author, clock.frozenFrom(author).orElseThrow() - 1));
    touched.spread().forEach((author, seq) -> collectKeys(author, seq, keys));
    return keys;
  }

  /// A join by an invitation that nobody contests changes nobody else's entries.
  private boolean isPlainJoin(Entry entry) {
    Roster now = clock.currentView();
    return entry.kind().equals(RoleTable.MEMBER_JOINED)
        && entry
            .body()
            .get("invite")
            .filter(Ipld.Link.class::isInstance)
            .map(link -> ((Ipld.Link) link).cid())
            .flatMap(now::invitation)
            .filter(
                invite -> invite.revoked().isPresent() || invite.joined().size() == invite.uses())
            .isEmpty();
  }

  private Optional<String> membership(Roster now, Entry entry) {
    Optional<String> reason = now.whyIneffective(entry.cid());
    if (reason.isPresent()) {
      return reason;
    }
    boolean known =
        switch (entry.kind()) {
          case RoleTable.FLEET_CREATED ->
              entry.fleet().isEmpty() && entry.key().equals(Membership.FLEET_KEY);
          case RoleTable.MEMBER_ADDED,
              RoleTable.MEMBER_JOINED,
              RoleTable.MEMBER_UPDATED,
              RoleTable.MEMBER_REMOVED,
              RoleTable.INVITE_CREATED,
              RoleTable.INVITE_REVOKED ->
              true;
          default -> false;
        };
    return known ? Optional.empty() : Optional.of("this version does not know " + entry.kind());
  }

  private Set<PeerId> freshlyForked(List<Entry> news) {
    List<Equivocation> proofs = clock.equivocations();
    if (proofs.isEmpty()) {
      return Set.of();
    }
    Set<Cid> fresh = news.stream().map(Entry::cid).collect(Collectors.toSet());
    return proofs.stream()
        .filter(proof -> fresh.contains(proof.first()) || fresh.contains(proof.second()))
        .map(Equivocation::author)
        .collect(Collectors.toSet());
  }

  private void collectKeys(PeerId author, long aboveSeq, Set<String> keys) {
    if (clock.frozenFrom(author).isPresent()) {
      scan(author, aboveSeq, keys);
      return;
    }
    Tip tip = clock.versions().get(author);
    Optional<Entry> at = tip == null ? Optional.empty() : clock.get(tip.cid());
    while (at.isPresent() && at.get().seq() > aboveSeq) {
      keys.add(at.get().key());
      at = at.get().prev().flatMap(clock::get);
    }
  }

  /// A forked author has no single chain to walk; forks are rare enough to read everything.
  private void scan(PeerId author, long aboveSeq, Set<String> keys) {
    long row = 0;
    List<StoredEntry> page = clock.entriesSince(row, SCAN);
    while (!page.isEmpty()) {
      for (StoredEntry stored : page) {
        row = stored.row();
        if (stored.entry().author().equals(author) && stored.entry().seq() > aboveSeq) {
          keys.add(stored.entry().key());
        }
      }
      page = clock.entriesSince(row, SCAN);
    }
  }
}
