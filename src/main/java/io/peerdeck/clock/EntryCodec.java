package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.Multihash;
import io.peerdeck.multiformats.PeerId;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Entries to bytes and back, and every rule that can be checked on one entry alone.
///
/// In DAG-CBOR's key order `sig` follows `v lc ts key seq` (the head) and precedes `body kind prev
/// fleet author parents` (the tail), so the signed bytes are the unsigned ones with one more field
/// spliced in: neither signing nor checking encodes the body twice.
final class EntryCodec {
  static final int MAX_BYTES = 64 * 1024;
  static final int MAX_PARENTS = 16;

  private static final byte[] DOMAIN = "peerdeck-entry-v1:".getBytes(StandardCharsets.US_ASCII);
  private static final Set<String> FIELDS =
      Set.of(
          "v", "fleet", "author", "seq", "prev", "parents", "lc", "ts", "kind", "key", "body",
          "sig");

  /// CBOR: a text of 3 bytes "sig", then a byte string of 64 bytes.
  private static final byte[] SIG_FIELD = {0x63, 's', 'i', 'g', 0x58, 64};

  private static final int SIG_BYTES = SIG_FIELD.length + 64;
  private static final byte MAP_OF_11 = (byte) 0xab;
  private static final byte MAP_OF_12 = (byte) 0xac;

  private EntryCodec() {}

  /// Signs an entry by `key`, whose author it becomes.
  ///
  /// @throws ClockException when it comes out over 64 KiB
  static Entry sign(
      KeyPair key,
      Optional<Cid> fleet,
      long seq,
      Optional<Cid> prev,
      List<Cid> parents,
      long lc,
      long ts,
      String kind,
      String name,
      Ipld.Map body) {
    PeerId author = key.peerId();
    byte[] head = head(lc, ts, name, seq);
    byte[] tail =
        DagCbor.encode(
            Ipld.map()
                .put("body", body)
                .put("kind", kind)
                .putLinkOrNull("prev", prev)
                .putLinkOrNull("fleet", fleet)
                .put("author", author.bytes())
                .put("parents", Ipld.links(parents))
                .build());
    ByteArrayOutputStream out = new ByteArrayOutputStream(head.length + tail.length + SIG_BYTES);
    out.write(MAP_OF_12);
    out.write(head, 1, head.length - 1);
    out.writeBytes(SIG_FIELD);
    out.writeBytes(key.sign(message(head, tail, 1)));
    out.write(tail, 1, tail.length - 1);
    byte[] block = out.toByteArray();
    if (block.length > MAX_BYTES) {
      throw new ClockException(
          "an entry of kind %s has %d bytes, over the %d allowed"
              .formatted(kind, block.length, MAX_BYTES));
    }
    Cid cid = Cid.of(Cid.DAG_CBOR, block);
    return new Entry(
        cid, block, fleet, author, seq, prev, List.copyOf(parents), lc, ts, kind, name, body);
  }

  /// Reads a block that was checked when it was admitted.
  static Entry trusted(Cid cid, byte[] block) {
    return fields(cid, block, DagCbor.decodeMap(block));
  }

  /// Reads a block from anywhere and checks all but its signature.
  ///
  /// @throws ClockException naming the broken rule
  static Entry read(Cid cid, byte[] block) {
    if (block.length > MAX_BYTES) {
      throw new ClockException("%d bytes, over the %d allowed".formatted(block.length, MAX_BYTES));
    }
    Entry entry;
    Ipld.Map map;
    try {
      map = DagCbor.decodeMap(block);
      if (!map.keys().equals(FIELDS)) {
        throw new ClockException("its fields are " + map.keys() + ", must be " + FIELDS);
      }
      if (map.integer("v") != 1) {
        throw new ClockException("version " + map.integer("v") + " is not known; 1 is");
      }
      entry = fields(cid, block, map);
    } catch (MultiformatException e) {
      throw new ClockException("no entry: " + e.getMessage(), e);
    }
    checkShape(entry);
    return entry;
  }

  /// The entry's bytes without `sig`: two entries with equal unsigned bytes say the same.
  static byte[] unsigned(Entry entry) {
    byte[] signed = message(entry, sigOffset(entry));
    return Arrays.copyOfRange(signed, DOMAIN.length, signed.length);
  }

  private static Entry fields(Cid cid, byte[] block, Ipld.Map map) {
    return new Entry(
        cid,
        block,
        map.optLink("fleet"),
        PeerId.decode(map.bytes("author")),
        map.integer("seq"),
        map.optLink("prev"),
        map.list("parents").links(),
        map.integer("lc"),
        map.integer("ts"),
        map.text("kind"),
        map.text("key"),
        map.map("body"));
  }

  private static void checkShape(Entry e) {
    require(e.author().isEd25519(), "its author is not named by an Ed25519 key");
    require(e.seq() >= 0, "seq is negative");
    require(e.seq() == 0 == e.prev().isEmpty(), "prev must be null exactly when seq is 0");
    require(e.parents().size() <= MAX_PARENTS, "it has more than 16 parents");
    for (int i = 0; i < e.parents().size(); i++) {
      Cid parent = e.parents().get(i);
      require(
          i == 0 || e.parents().get(i - 1).compareTo(parent) < 0,
          "its parents are not sorted and unique");
      require(isEntryLink(parent), "a parent is no entry link: " + parent);
      require(e.prev().isEmpty() || !e.prev().get().equals(parent), "prev is among its parents");
    }
    require(e.prev().isEmpty() || isEntryLink(e.prev().get()), "prev is no entry link");
    require(e.fleet().isEmpty() || isEntryLink(e.fleet().get()), "fleet is no entry link");
    boolean rootless = e.prev().isEmpty() && e.parents().isEmpty();
    require(
        e.fleet().isEmpty() == rootless,
        "exactly the genesis has neither fleet nor prev nor parents");
    require(
        rootless ? e.lc() == 0 : e.lc() > 0,
        "lc is " + e.lc() + ", must be 0 in the genesis and more elsewhere");
  }

  private static boolean isEntryLink(Cid cid) {
    return cid.version() == 1
        && cid.codec() == Cid.DAG_CBOR
        && cid.multihash().code() == Multihash.SHA2_256;
  }

  /// Checks the signature, nearly all of an entry's cost.
  ///
  /// @throws ClockException when it is not its author's
  static void checkSignature(Entry entry, VerifyKeys keys) {
    int sigAt = sigOffset(entry);
    byte[] block = entry.block();
    int sigEnd = sigAt + SIG_FIELD.length;
    require(
        block.length >= sigAt + SIG_BYTES
            && Arrays.equals(block, sigAt, sigEnd, SIG_FIELD, 0, SIG_FIELD.length),
        "sig is not 64 bytes");
    byte[] signature = Arrays.copyOfRange(block, sigEnd, sigAt + SIG_BYTES);
    require(
        keys.of(entry.author()).verify(message(entry, sigAt), signature),
        "the signature is not its author's");
  }

  private static int sigOffset(Entry entry) {
    return head(entry.lc(), entry.ts(), entry.key(), entry.seq()).length;
  }

  private static byte[] message(Entry entry, int sigAt) {
    return message(Arrays.copyOf(entry.block(), sigAt), entry.block(), sigAt + SIG_BYTES);
  }

  private static byte[] message(byte[] head, byte[] tail, int tailFrom) {
    byte[] message = new byte[DOMAIN.length + head.length + tail.length - tailFrom];
    System.arraycopy(DOMAIN, 0, message, 0, DOMAIN.length);
    System.arraycopy(head, 0, message, DOMAIN.length, head.length);
    message[DOMAIN.length] = MAP_OF_11;
    System.arraycopy(tail, tailFrom, message, DOMAIN.length + head.length, tail.length - tailFrom);
    return message;
  }

  private static byte[] head(long lc, long ts, String key, long seq) {
    return DagCbor.encode(
        Ipld.map().put("v", 1).put("lc", lc).put("ts", ts).put("key", key).put("seq", seq).build());
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new ClockException(otherwise);
    }
  }
}
