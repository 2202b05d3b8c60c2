package io.peerdeck.fleet;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.Multibase;
import io.peerdeck.multiformats.MultiformatException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What an admin hands to a machine that is to come in, as one text: `peerdeck:` and, in base64 for
/// addresses, a DAG-CBOR map `{v, fleet, addresses, secret, expires, roles}` with a check sum.
///
/// Roles and expiry are there for people; what counts is the `invite.created` entry. The secret is
/// the whole right: whoever has the text may come in, as long as the entry allows it.
public final class Invite {
  /// What every invitation starts with.
  public static final String SCHEME = "peerdeck:";

  static final int MAX_TEXT = 4096;
  static final int MAX_ADDRESSES = 8;
  static final int SECRET = 32;
  private static final int CHECK = 4;
  private static final byte[] DOMAIN = "peerdeck-invite-v1:".getBytes(StandardCharsets.US_ASCII);

  private final Cid fleet;
  private final List<Multiaddr> addresses;
  private final byte[] secret;
  private final Instant expires;
  private final Set<Role> roles;

  private Invite(
      Cid fleet, List<Multiaddr> addresses, byte[] secret, Instant expires, Set<Role> roles) {
    this.fleet = fleet;
    this.addresses = List.copyOf(addresses);
    this.secret = secret;
    this.expires = expires;
    this.roles = Set.copyOf(roles);
  }

  /// An invitation with a fresh secret.
  ///
  /// @param addresses of members that can let the machine in, each with `/p2p/`; the first 8 count
  static Invite fresh(
      Cid fleet, List<Multiaddr> addresses, Instant expires, Set<Role> roles, SecureRandom random) {
    byte[] secret = new byte[SECRET];
    random.nextBytes(secret);
    return new Invite(
        fleet, addresses.stream().limit(MAX_ADDRESSES).toList(), secret, expires, roles);
  }

  /// Whether a text claims to be an invitation.
  public static boolean looksLike(String text) {
    return text.strip().startsWith(SCHEME);
  }

  /// Reads an invitation.
  ///
  /// @throws FleetException saying what is wrong with it; the message never repeats the secret
  public static Invite parse(String text) {
    String whole = text.strip();
    if (!whole.startsWith(SCHEME)) {
      throw new FleetException("an invitation starts with " + SCHEME);
    }
    if (whole.length() > MAX_TEXT) {
      throw new FleetException("an invitation has at most " + MAX_TEXT + " characters");
    }
    String code = whole.substring(SCHEME.length());
    if (!code.startsWith("u")) {
      throw new FleetException("the invitation is of a kind this version does not know");
    }
    try {
      return read(Multibase.decode(code));
    } catch (MultiformatException e) {
      throw new FleetException(
          "the invitation is damaged or cut off; copy it anew (" + e.getMessage() + ")", e);
    }
  }

  private static Invite read(byte[] bytes) {
    if (bytes.length < CHECK) {
      throw new MultiformatException("it is too short");
    }
    byte[] block = Arrays.copyOf(bytes, bytes.length - CHECK);
    byte[] check = Arrays.copyOfRange(bytes, block.length, bytes.length);
    if (!Arrays.equals(check, check(block))) {
      throw new MultiformatException("its check sum is wrong");
    }
    Ipld.Map map = DagCbor.decodeMap(block);
    if (map.integer("v") != 1) {
      throw new MultiformatException("it is of version " + map.integer("v"));
    }
    List<String> texts = map.list("addresses").texts();
    List<Multiaddr> addresses = texts.stream().map(Multiaddr::parse).toList();
    if (addresses.isEmpty()
        || addresses.size() > MAX_ADDRESSES
        || addresses.stream().anyMatch(address -> address.peerId().isEmpty())) {
      throw new MultiformatException(
          "it names 1 to " + MAX_ADDRESSES + " addresses, each ending in /p2p/PEER_ID");
    }
    byte[] secret = map.bytes("secret");
    if (secret.length != SECRET) {
      throw new MultiformatException("its secret has not " + SECRET + " bytes");
    }
    return new Invite(
        map.link("fleet"),
        addresses,
        secret,
        Instant.ofEpochMilli(map.integer("expires")),
        MemberBody.roles(map.list("roles").texts()));
  }

  /// The fleet's genesis.
  public Cid fleet() {
    return fleet;
  }

  /// Members to ask, in order.
  public List<Multiaddr> addresses() {
    return addresses;
  }

  /// Until when it holds, as far as the text tells.
  public Instant expires() {
    return expires;
  }

  /// The roles it gives, as far as the text tells.
  public Set<Role> roles() {
    return roles;
  }

  /// The text to hand over.
  public String text() {
    byte[] block =
        DagCbor.encode(
            Ipld.map()
                .put("v", 1)
                .put("fleet", fleet)
                .put("addresses", Ipld.texts(addresses.stream().map(Multiaddr::toString).toList()))
                .put("secret", secret)
                .put("expires", expires.toEpochMilli())
                .put("roles", Ipld.texts(new TreeSet<>(roles).stream().map(Role::text).toList()))
                .build());
    return sealed(block);
  }

  /// The text around a block, with its check sum.
  static String sealed(byte[] block) {
    byte[] bytes = Arrays.copyOf(block, block.length + CHECK);
    System.arraycopy(check(block), 0, bytes, block.length, CHECK);
    return SCHEME + Multibase.encodeBase64Url(bytes);
  }

  /// The same right, told with other roles; the fleet goes by its own entry.
  Invite withRoles(Set<Role> other) {
    return new Invite(fleet, addresses, secret, expires, other);
  }

  /// The key that the secret makes; its public half stands in `invite.created`.
  KeyPair key() {
    return KeyPair.fromSeed(digest(secret));
  }

  private static byte[] check(byte[] block) {
    return Arrays.copyOf(digest(block), CHECK);
  }

  private static byte[] digest(byte[] bytes) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(DOMAIN);
      return sha.digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// Without the secret.
  @Override
  public String toString() {
    return "Invite[" + fleet + ", " + addresses + "]";
  }
}
