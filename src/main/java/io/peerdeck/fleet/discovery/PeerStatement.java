package io.peerdeck.fleet.discovery;

import io.peerdeck.libp2p.SignedEnvelope;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.IpldMapBuilder;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// What a peer says of itself besides its addresses: DAG-CBOR `{v: 1, peer, seq, ttl, reach,
/// labels, meta}` in an envelope of its own, since libp2p's record has no place for it.
///
/// @param peer who says it
/// @param seq the number of the record it belongs to
/// @param ttl how long it holds from when it is heard, 1 s to 7 days, in whole seconds
/// @param reach for whom the addresses are meant
/// @param labels what it can do, at most 64 of at most 100 characters
/// @param metadata anything else, at most 16 short texts
public record PeerStatement(
    PeerId peer,
    long seq,
    Duration ttl,
    Reach reach,
    Set<String> labels,
    Map<String, String> metadata) {
  /// What its envelope is signed for.
  public static final String DOMAIN = "peerdeck-peer-statement";

  /// The longest time a peer may claim to be where it says.
  public static final Duration MAX_TTL = Duration.ofDays(7);

  static final int MAX_LABELS = 64;
  static final int MAX_TEXT = 100;
  static final int MAX_METADATA = 16;

  // A path in place of a multicodec, as RFC 0002 has it.
  private static final byte[] TYPE = "/peerdeck/peer/1".getBytes(StandardCharsets.UTF_8);

  /// Checks every bound; copies the collections.
  public PeerStatement {
    labels = Set.copyOf(labels);
    metadata = Map.copyOf(metadata);
    if (seq < 0) {
      throw new MultiformatException("a statement's number is 0 or more, not " + seq);
    }
    if (ttl.compareTo(Duration.ofSeconds(1)) < 0 || ttl.compareTo(MAX_TTL) > 0) {
      throw new MultiformatException("a statement holds for 1 s to 7 days, not " + ttl);
    }
    if (labels.size() > MAX_LABELS || metadata.size() > MAX_METADATA) {
      throw new MultiformatException(
          "a statement has at most %d labels and %d more texts"
              .formatted(MAX_LABELS, MAX_METADATA));
    }
    labels.forEach(PeerStatement::checkText);
    metadata.keySet().forEach(PeerStatement::checkText);
    metadata.values().forEach(PeerStatement::checkText);
  }

  private static void checkText(String text) {
    if (text.isBlank() || text.length() > MAX_TEXT || text.chars().anyMatch(c -> c < ' ')) {
      throw new MultiformatException(
          "a text of a statement has 1 to %d characters and no control characters"
              .formatted(MAX_TEXT));
    }
  }

  SignedEnvelope seal(KeyPair key) {
    IpldMapBuilder meta = Ipld.map();
    new TreeMap<>(metadata).forEach(meta::put);
    Ipld.Map body =
        Ipld.map()
            .put("v", 1)
            .put("peer", peer.bytes())
            .put("seq", seq)
            .put("ttl", ttl.toSeconds())
            .put("reach", reach.text())
            .put("labels", Ipld.texts(new TreeSet<>(labels)))
            .put("meta", meta.build())
            .build();
    return SignedEnvelope.seal(key, DOMAIN, TYPE, DagCbor.encode(body));
  }

  static PeerStatement open(byte[] bytes) {
    SignedEnvelope envelope = SignedEnvelope.open(bytes, DOMAIN, TYPE);
    if (!(DagCbor.decode(envelope.payload()) instanceof Ipld.Map body)) {
      throw new MultiformatException("a statement is a map");
    }
    body.integer("v", 1, 1);
    PeerId peer = PeerId.decode(body.bytes("peer"));
    if (!peer.equals(envelope.signer())) {
      throw new MultiformatException(
          "a statement of " + peer + " is signed by " + envelope.signer());
    }
    String reach = body.text("reach");
    Map<String, String> metadata = new TreeMap<>();
    Ipld.Map meta = body.map("meta");
    meta.keys().forEach(key -> metadata.put(key, meta.text(key)));
    return new PeerStatement(
        peer,
        body.integer("seq"),
        Duration.ofSeconds(body.integer("ttl")),
        Reach.of(reach).orElseThrow(() -> new MultiformatException("'" + reach + "' is no reach")),
        new TreeSet<>(body.list("labels").texts()),
        metadata);
  }
}
