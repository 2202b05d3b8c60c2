package io.peerdeck.fleet;

import java.util.Map;
import java.util.Set;

/// The table of DESIGN §3: which kind of entry has effect from which role.
final class RoleTable {
  static final String FLEET_CREATED = "fleet.created";
  static final String INVITE_CREATED = "invite.created";
  static final String INVITE_REVOKED = "invite.revoked";
  static final String MEMBER_ADDED = "member.added";
  static final String MEMBER_JOINED = "member.joined";
  static final String MEMBER_UPDATED = "member.updated";
  static final String MEMBER_REMOVED = "member.removed";

  /// Who may write a kind.
  private enum Writer {
    ANY_MEMBER,
    ADMIN,
    OPERATOR,
    WORKER
  }

  // `member.updated` is open to any member for itself; RosterFold looks at whom and what it
  // changes. `job.offered` and `job.sealed` belong to a run's submitter or adopter, whom the fold
  // of the run knows; here any member passes, so that a submitter who lost a role can still seal.
  private static final Map<String, Writer> WRITERS =
      Map.ofEntries(
          Map.entry(INVITE_CREATED, Writer.ADMIN),
          Map.entry(INVITE_REVOKED, Writer.ADMIN),
          Map.entry(MEMBER_ADDED, Writer.ADMIN),
          Map.entry(MEMBER_REMOVED, Writer.ADMIN),
          Map.entry(MEMBER_JOINED, Writer.ANY_MEMBER),
          Map.entry(MEMBER_UPDATED, Writer.ANY_MEMBER),
          Map.entry("run.submitted", Writer.OPERATOR),
          Map.entry("run.held", Writer.OPERATOR),
          Map.entry("run.released", Writer.OPERATOR),
          Map.entry("run.prioritised", Writer.OPERATOR),
          Map.entry("run.cancelled", Writer.OPERATOR),
          Map.entry("run.adopted", Writer.OPERATOR),
          Map.entry("job.assigned", Writer.OPERATOR),
          Map.entry("action.vendored", Writer.OPERATOR),
          Map.entry("action.removed", Writer.OPERATOR),
          Map.entry("job.offered", Writer.ANY_MEMBER),
          Map.entry("job.sealed", Writer.ANY_MEMBER),
          Map.entry("job.claimed", Writer.WORKER),
          Map.entry("job.declined", Writer.WORKER),
          Map.entry("job.finished", Writer.WORKER));

  private RoleTable() {}

  /// Whether a member with these roles may write the kind. Unknown kinds: nobody.
  static boolean allows(Set<Role> roles, String kind) {
    Writer writer = WRITERS.get(kind);
    return writer != null
        && switch (writer) {
          case ANY_MEMBER -> true;
          case ADMIN -> roles.contains(Role.ADMIN);
          case OPERATOR -> roles.contains(Role.OPERATOR);
          case WORKER -> roles.contains(Role.WORKER);
        };
  }
}
