package io.peerdeck.fleet;

import io.peerdeck.clock.Entry;
import io.peerdeck.clock.MerkleClock;
import io.peerdeck.clock.Tip;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The fleet as its members steer it: founding it, adding and removing members, telling of oneself.
/// Every command is durable when it returns, and throws [FleetException] with the reason when the
/// fleet's rules forbid it.
public final class Fleet {
  /// What a member may do unless told otherwise.
  public static final Set<Role> DEFAULT_ROLES = Set.of(Role.OPERATOR, Role.WORKER);

  private static final Duration DURABLE = Duration.ofSeconds(30);

  private final MerkleClock<Roster> clock;

  /// The fleet of this clock, which may not have one yet.
  public Fleet(MerkleClock<Roster> clock) {
    this.clock = clock;
  }

  /// The members, from memory.
  public Roster roster() {
    return clock.currentView();
  }

  /// Founds a fleet with this node as admin, operator and worker.
  ///
  /// @param name what people call the fleet
  /// @param self this node's name, addresses, labels and slots; its roles are given
  /// @throws FleetException if something in `self` is out of bounds
  public Entry found(String name, MemberChange self) {
    PeerId me = clock.self();
    Member founder =
        new Member(
            me,
            self.name().orElse(shortName(me)),
            self.addresses().orElse(List.of()),
            EnumSet.of(Role.ADMIN, Role.OPERATOR, Role.WORKER),
            self.labels().orElse(Set.of()),
            self.slots().orElse(1),
            self.drain().orElse(false),
            Optional.empty());
    Ipld.Map member = checked(MemberBody.write(founder));
    try {
      MemberBody.name(name);
    } catch (MultiformatException wrong) {
      throw new FleetException("the fleet's name: " + wrong.getMessage(), wrong);
    }
    return clock.createFleet(Ipld.map().put("name", name).put("member", member).build());
  }

  /// Adds a peer. It tells its own name, labels and slots once it is connected.
  ///
  /// @param address where to dial it, ending in `/p2p/` and its id
  /// @param name what to call it until it says itself
  /// @return the member as added
  public Member addMember(Multiaddr address, Optional<String> name, Set<Role> roles) {
    PeerId peer =
        address
            .peerId()
            .orElseThrow(
                () -> new FleetException(address + " names no peer; it must end in /p2p/PEER_ID"));
    return addMember(peer, List.of(address), name, roles);
  }

  /// The same for a peer that is known by its id.
  ///
  /// @param addresses where to dial it; may be empty if it dials itself
  public Member addMember(
      PeerId peer, List<Multiaddr> addresses, Optional<String> name, Set<Role> roles) {
    Roster roster = asAdmin("add members");
    roster
        .member(peer)
        .ifPresent(
            member -> {
              throw new FleetException(member.name() + " (" + peer + ") is a member already");
            });
    Member added =
        new Member(
            peer,
            name.orElse(shortName(peer)),
            addresses,
            roles,
            Set.of(),
            0,
            false,
            Optional.of(clock.self()));
    Ipld.Map body = checked(MemberBody.write(added));
    if (!peer.isEd25519()) {
      throw new FleetException(peer + " has no Ed25519 key, which members sign with");
    }
    write(RoleTable.MEMBER_ADDED, body);
    return added;
  }

  /// Removes a member: what it writes above its last entry known here has no effect. The invitation
  /// it came by, if others could still come by it, is taken back. Read [#warnings()] afterwards.
  ///
  /// @throws FleetException for the last admin, or who is no member
  public void removeMember(PeerId peer) {
    Roster roster = asAdmin("remove members");
    Member member =
        roster.member(peer).orElseThrow(() -> new FleetException(peer + " is no member"));
    if (roster.isLastAdmin(peer)) {
      throw new FleetException(
          member.name() + " is the only admin and cannot be removed; make another one admin first");
    }
    Optional<Invitation> came = cameBy(roster, peer);
    Tip tip = clock.versions().get(peer);
    long lastSeq = tip == null ? -1 : tip.seq();
    write(
        RoleTable.MEMBER_REMOVED,
        Ipld.map().put("peer", peer.bytes()).put("lastSeq", lastSeq).build());
    // Whoever came by an invitation of several uses knows its secret.
    came.filter(invite -> invite.revoked().isEmpty() && invite.joined().size() < invite.uses())
        .ifPresent(
            invite -> write(RoleTable.INVITE_REVOKED, InviteBody.revocation(invite.entry())));
  }

  private static Optional<Invitation> cameBy(Roster roster, PeerId peer) {
    return roster.invitations().stream()
        .filter(invite -> invite.joined().contains(peer))
        .reduce((first, last) -> last);
  }

  /// Makes an invitation. Its text is not kept: whoever loses it makes another.
  ///
  /// @param expires until when somebody may come by it
  /// @param uses how many may, 1 to 1,000
  /// @param addresses of members that can let them in, each with `/p2p/`; the first 8 count
  /// @throws FleetException if this node is no admin, or something is out of bounds
  public Invite invite(
      Set<Role> roles, Instant expires, int uses, List<Multiaddr> addresses, SecureRandom random) {
    asAdmin("invite");
    if (addresses.isEmpty()) {
      throw new FleetException(
          "no address of this fleet is known that a new machine could dial; listen on one first");
    }
    if (uses < 1 || uses > InviteBody.MAX_USES) {
      throw new FleetException("an invitation has 1 to " + InviteBody.MAX_USES + " uses");
    }
    if (roles.isEmpty()) {
      throw new FleetException("an invitation gives at least one role");
    }
    Invite invite = Invite.fresh(clock.fleet().orElseThrow(), addresses, expires, roles, random);
    write(
        RoleTable.INVITE_CREATED,
        InviteBody.write(roles, expires.toEpochMilli(), uses, invite.key().publicKey()));
    return invite;
  }

  /// The invitation that a text belongs to, as the clock knows it.
  public Optional<Invitation> invitation(Invite invite) {
    return roster().invitationOf(invite.key().publicKey());
  }

  /// Takes an invitation back: nobody comes by it any more (`invite.revoked`, which only an admin
  /// may write). Who came by it before stays.
  ///
  /// @throws FleetException if this node is no admin, there is no such invitation, or it was taken
  ///     back already
  public void revoke(Cid invitation) {
    Roster roster = asAdmin("take invitations back");
    Invitation found =
        roster
            .invitation(invitation)
            .orElseThrow(() -> new FleetException("there is no invitation " + invitation));
    if (found.revoked().isPresent()) {
      throw new FleetException("the invitation was taken back already");
    }
    write(RoleTable.INVITE_REVOKED, InviteBody.revocation(invitation));
  }

  /// Tells of this node what changed since it last did; writes nothing if nothing did, or if this
  /// node is no member yet.
  ///
  /// @return the entry written
  public Optional<Entry> updateSelf(MemberChange change) {
    return roster().isMember(clock.self()) ? update(clock.self(), change) : Optional.empty();
  }

  /// Changes a member; only an admin changes others, or roles.
  ///
  /// @return the entry written; empty if the member is like that already
  public Optional<Entry> update(PeerId peer, MemberChange change) {
    Roster roster = roster();
    Member member =
        roster.member(peer).orElseThrow(() -> new FleetException(peer + " is no member"));
    MemberChange news = change.since(member);
    if (news.isEmpty()) {
      return Optional.empty();
    }
    if (!peer.equals(clock.self()) || news.roles().isPresent()) {
      asAdmin(news.roles().isPresent() ? "give roles" : "change other members");
    }
    if (news.roles().filter(roles -> !roles.contains(Role.ADMIN)).isPresent()
        && roster.isLastAdmin(peer)) {
      throw new FleetException(member.name() + " is the only admin and stays admin");
    }
    return Optional.of(write(RoleTable.MEMBER_UPDATED, checked(MemberBody.write(peer, news))));
  }

  /// What the operator should know of the fleet's shape.
  public List<String> warnings() {
    List<String> warnings = new ArrayList<>();
    Roster roster = roster();
    List<Member> admins = roster.withRole(Role.ADMIN);
    if (roster.members().size() > 1 && admins.size() == 1) {
      warnings.add(
          admins.getFirst().name()
              + " is the only admin; if its key is lost, nobody can add or remove members");
    }
    roster
        .removal(clock.self())
        .ifPresent(
            removal -> warnings.add("This node was removed from the fleet by " + removal.by()));
    for (Member member : roster.members()) {
      if (clock.frozenFrom(member.peer()).isPresent()) {
        warnings.add(
            member.name()
                + " wrote two different histories and is frozen; remove it and let it return with a"
                + " new key");
      }
    }
    return List.copyOf(warnings);
  }

  private Roster asAdmin(String what) {
    Roster roster = roster();
    PeerId self = clock.self();
    if (roster.member(self).filter(member -> member.is(Role.ADMIN)).isEmpty()) {
      throw new FleetException(
          roster.isMember(self)
              ? "only an admin may " + what + "; this node is none"
              : "this node is no member of a fleet and may not " + what);
    }
    return roster;
  }

  /// Writes a membership entry. Durable on return.
  Entry write(String kind, Ipld.Map body) {
    CompletableFuture<Entry> written = clock.append(kind, Membership.MEMBER_KEY, body);
    try {
      return written.get(DURABLE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof PeerdeckException reason) {
        throw reason;
      }
      throw new FleetException("cannot write " + kind, failed);
    } catch (TimeoutException slow) {
      throw new FleetException("the disk did not take " + kind + " within " + DURABLE, slow);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FleetException("interrupted while writing " + kind, e);
    }
  }

  private static Ipld.Map checked(Ipld.Map body) {
    try {
      MemberBody.check(body);
      return body;
    } catch (MultiformatException wrong) {
      throw new FleetException(String.valueOf(wrong.getMessage()), wrong);
    }
  }

  /// The tail of the id, where ids differ; their heads are all alike.
  static String shortName(PeerId peer) {
    String text = peer.toString();
    return text.substring(Math.max(0, text.length() - 8));
  }
}
