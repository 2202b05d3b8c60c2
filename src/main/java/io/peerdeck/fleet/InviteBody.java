package io.peerdeck.fleet;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.VerifyKey;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Bodies of `invite.created` and `invite.revoked`.
final class InviteBody {
  static final int MAX_USES = 1000;

  private InviteBody() {}

  static Ipld.Map write(Set<Role> roles, long expires, int uses, byte[] key) {
    return Ipld.map()
        .put("roles", MemberBody.roleTexts(roles))
        .put("expires", expires)
        .put("uses", uses)
        .put("key", key)
        .build();
  }

  static Ipld.Map revocation(Cid invite) {
    return Ipld.map().put("invite", invite).build();
  }

  /// @param removals those the entry's author knew of
  /// @throws MultiformatException naming the field that is wrong
  static Invitation read(Entry entry, List<Removal> removals) {
    Ipld.Map body = entry.body();
    byte[] key = body.bytes("key");
    VerifyKey.of(key);
    return new Invitation(
        entry.cid(),
        entry.author(),
        new Ipld.Bytes(key),
        MemberBody.roles(body.list("roles").texts()),
        entry.ts(),
        body.integer("expires"),
        body.integer("uses", 1, MAX_USES),
        List.of(),
        Optional.empty(),
        removals);
  }
}
