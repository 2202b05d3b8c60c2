package io.peerdeck.fleet;

import io.peerdeck.clock.Entry;
import io.peerdeck.clock.MembershipRule;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Tells the clock who is a member: the entries of the keys `fleet` and `member`, folded to a
/// [Roster].
public final class Membership implements MembershipRule<Roster> {
  /// The key of the genesis.
  static final String FLEET_KEY = "fleet";

  /// The key of every later membership entry.
  static final String MEMBER_KEY = "member";

  private static final Set<String> KINDS =
      Set.of(
          RoleTable.FLEET_CREATED,
          RoleTable.INVITE_CREATED,
          RoleTable.INVITE_REVOKED,
          RoleTable.MEMBER_ADDED,
          RoleTable.MEMBER_JOINED,
          RoleTable.MEMBER_UPDATED,
          RoleTable.MEMBER_REMOVED);

  // The causal past of an entry never changes, so it is asked for once.
  private final Map<Cid, Standing> standings = new ConcurrentHashMap<>();

  /// Whether an entry is about who is in the fleet, invitations included.
  public static boolean touches(Entry entry) {
    return entry.key().equals(MEMBER_KEY) || entry.key().equals(FLEET_KEY);
  }

  @Override
  public boolean relevant(Entry entry) {
    return switch (entry.key()) {
      case FLEET_KEY, MEMBER_KEY -> KINDS.contains(entry.kind());
      default -> false;
    };
  }

  @Override
  public Roster fold(List<Entry> relevantInOrder, Function<Entry, Roster> past) {
    if (relevantInOrder.isEmpty()) {
      return Roster.EMPTY;
    }
    // In order, so that no past is folded before those it stands on.
    relevantInOrder.forEach(entry -> standing(entry, past));
    return RosterFold.fold(relevantInOrder, entry -> standing(entry, past));
  }

  /// Of all entries only a removal can change what earlier ones mean.
  @Override
  public Optional<Roster> then(Roster before, Entry last, Function<Entry, Roster> past) {
    return last.kind().equals(RoleTable.MEMBER_REMOVED)
        ? Optional.empty()
        : Optional.of(RosterFold.then(before, last, standing(last, past), this::known));
  }

  /// Of an entry that was folded before.
  private Standing known(Cid entry) {
    return Objects.requireNonNull(standings.get(entry), entry::toString);
  }

  @Override
  public boolean isMember(Roster view, PeerId author) {
    return view.isMember(author);
  }

  private Standing standing(Entry entry, Function<Entry, Roster> past) {
    Standing known = standings.get(entry.cid());
    if (known == null) {
      // Not computed inside the map: folding a past asks for the standings before it.
      known = Standing.of(entry, past.apply(entry));
      standings.put(entry.cid(), known);
    }
    return known;
  }
}
