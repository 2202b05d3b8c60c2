package io.peerdeck.fleet;

import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.IpldMapBuilder;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Reads and writes the bodies of membership entries. Reading checks every bound and throws
/// [MultiformatException] naming the field.
final class MemberBody {
  static final int MAX_NAME = 100;
  static final int MAX_ADDRESSES = 16;
  static final int MAX_LABELS = 64;
  static final int MAX_LABEL = 100;
  static final int MAX_SLOTS = 1024;

  private MemberBody() {}

  static Ipld.Map write(Member member) {
    return Ipld.map()
        .put("peer", member.peer().bytes())
        .put("name", member.name())
        .put("addresses", addressTexts(member.addresses()))
        .put("roles", roleTexts(member.roles()))
        .put("labels", Ipld.texts(new TreeSet<>(member.labels())))
        .put("slots", member.slots())
        .build();
  }

  static Ipld.Map write(PeerId peer, MemberChange change) {
    IpldMapBuilder body = Ipld.map().put("peer", peer.bytes());
    change.name().ifPresent(name -> body.put("name", name));
    change.addresses().ifPresent(addresses -> body.put("addresses", addressTexts(addresses)));
    change.roles().ifPresent(roles -> body.put("roles", roleTexts(roles)));
    change.labels().ifPresent(labels -> body.put("labels", Ipld.texts(new TreeSet<>(labels))));
    change.slots().ifPresent(slots -> body.put("slots", slots));
    change.drain().ifPresent(drain -> body.put("drain", drain));
    return body.build();
  }

  static PeerId peer(Ipld.Map body) {
    return PeerId.decode(body.bytes("peer"));
  }

  static Member member(Ipld.Map body, Optional<PeerId> addedBy) {
    PeerId peer = peer(body);
    if (!peer.isEd25519()) {
      throw new MultiformatException(
          "field 'peer' is no Ed25519 PeerId; members sign with Ed25519");
    }
    MemberChange fields = change(body);
    return new Member(
        peer,
        need(fields.name(), "name"),
        need(fields.addresses(), "addresses"),
        need(fields.roles(), "roles"),
        need(fields.labels(), "labels"),
        need(fields.slots(), "slots"),
        fields.drain().orElse(false),
        addedBy);
  }

  static MemberChange change(Ipld.Map body) {
    PeerId peer = peer(body);
    return new MemberChange(
        body.optText("name").map(MemberBody::name),
        body.optList("addresses").map(list -> addresses(list.texts(), peer)),
        body.optList("roles").map(list -> roles(list.texts())),
        body.optList("labels").map(list -> labels(list.texts())),
        body.optInteger("slots").map(MemberBody::slots),
        body.optBool("drain"));
  }

  /// Throws what a reader of the entry would throw, before it is written.
  static void check(Ipld.Map body) {
    change(body);
  }

  static String name(String text) {
    if (text.isBlank() || text.length() > MAX_NAME || text.chars().anyMatch(c -> c < ' ')) {
      throw new MultiformatException(
          "a member's name has 1 to " + MAX_NAME + " characters and no control characters");
    }
    return text;
  }

  static List<Multiaddr> addresses(List<String> texts, PeerId peer) {
    if (texts.size() > MAX_ADDRESSES) {
      throw new MultiformatException(
          texts.size() + " addresses; a member has at most " + MAX_ADDRESSES);
    }
    return texts.stream().map(Multiaddr::parse).map(address -> ownedBy(address, peer)).toList();
  }

  private static Multiaddr ownedBy(Multiaddr address, PeerId peer) {
    Optional<PeerId> named = address.peerId();
    if (named.isPresent() && !named.get().equals(peer)) {
      throw new MultiformatException(address + " names another peer than " + peer);
    }
    return named.isPresent() ? address : address.withPeer(peer);
  }

  static Set<Role> roles(List<String> texts) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String text : texts) {
      roles.add(
          Role.of(text)
              .orElseThrow(
                  () ->
                      new MultiformatException(
                          "'"
                              + text
                              + "' is no role; roles are admin, operator, worker, observer")));
    }
    if (roles.isEmpty()) {
      throw new MultiformatException("a member has at least one role");
    }
    return roles;
  }

  private static Set<String> labels(List<String> texts) {
    if (texts.size() > MAX_LABELS) {
      throw new MultiformatException(texts.size() + " labels; a member has at most " + MAX_LABELS);
    }
    for (String text : texts) {
      if (text.isBlank() || text.length() > MAX_LABEL) {
        throw new MultiformatException("a label has 1 to " + MAX_LABEL + " characters");
      }
    }
    return new TreeSet<>(texts);
  }

  private static int slots(long value) {
    if (value < 0 || value > MAX_SLOTS) {
      throw new MultiformatException("field 'slots' is " + value + ", must be 0 to " + MAX_SLOTS);
    }
    return (int) value;
  }

  private static Ipld.List addressTexts(Collection<Multiaddr> addresses) {
    return Ipld.texts(addresses.stream().map(Multiaddr::toString).toList());
  }

  static Ipld.List roleTexts(Set<Role> roles) {
    return Ipld.texts(roles.stream().sorted().map(Role::text).toList());
  }

  private static <T> T need(Optional<T> value, String field) {
    return value.orElseThrow(() -> new MultiformatException("field '" + field + "' is missing"));
  }
}
