package io.peerdeck.fleet;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whose entries may gain or lose their effect when some membership entries do: who is removed by a
/// touched author, let in by one or by a touched invitation, and so on.
final class Touched {
  private static final Logger LOG = LoggerFactory.getLogger(Touched.class);

  private final List<Entry> membership;
  private final Map<PeerId, Long> above = new HashMap<>();
  private final Set<Cid> invitations = new HashSet<>();

  /// @param membership all membership entries there are
  Touched(List<Entry> membership) {
    this.membership = membership;
  }

  /// The author's entries above this one may have changed.
  void author(PeerId author, long seq) {
    above.merge(author, seq, Math::min);
  }

  /// The entry is new.
  void news(Entry entry) {
    try {
      switch (entry.kind()) {
        case RoleTable.MEMBER_REMOVED ->
            author(MemberBody.peer(entry.body()), entry.body().integer("lastSeq"));
        case RoleTable.INVITE_REVOKED, RoleTable.MEMBER_JOINED ->
            invitations.add(entry.body().link("invite"));
        default -> {
          // takes nobody's effect away
        }
      }
    } catch (MultiformatException malformed) {
      // Without effect before and after.
      LOG.debug("{} changes nothing: {}", entry.cid(), malformed.getMessage());
    }
  }

  /// Each touched author, and the entry above which it is touched.
  Map<PeerId, Long> spread() {
    if (!above.isEmpty() || !invitations.isEmpty()) {
      boolean grown = true;
      while (grown) {
        grown = false;
        for (Entry entry : membership) {
          grown |= spread(entry);
        }
      }
    }
    return above;
  }

  private boolean spread(Entry entry) {
    int before = above.size() + invitations.size();
    long lowest = above.values().stream().mapToLong(Long::longValue).sum();
    boolean byTouched = entry.seq() > above.getOrDefault(entry.author(), Long.MAX_VALUE);
    try {
      switch (entry.kind()) {
        case RoleTable.MEMBER_REMOVED -> {
          if (byTouched) {
            author(MemberBody.peer(entry.body()), entry.body().integer("lastSeq"));
          }
        }
        case RoleTable.INVITE_CREATED -> {
          if (byTouched) {
            invitations.add(entry.cid());
          }
        }
        case RoleTable.INVITE_REVOKED -> {
          if (byTouched) {
            invitations.add(entry.body().link("invite"));
          }
        }
        case RoleTable.MEMBER_ADDED -> {
          if (byTouched) {
            author(MemberBody.peer(entry.body()), -1);
          }
        }
        case RoleTable.MEMBER_JOINED -> {
          if (byTouched) {
            invitations.add(entry.body().link("invite"));
          }
          if (byTouched || invitations.contains(entry.body().link("invite"))) {
            author(MemberBody.peer(entry.body()), -1);
          }
        }
        default -> {
          // takes nobody's effect away
        }
      }
    } catch (MultiformatException malformed) {
      LOG.debug("{} changes nothing: {}", entry.cid(), malformed.getMessage());
    }
    return above.size() + invitations.size() != before
        || above.values().stream().mapToLong(Long::longValue).sum() != lowest;
  }
}
