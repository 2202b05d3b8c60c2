package io.peerdeck.fleet.discovery;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// The JSON of [PeerFile]: `peers` by id with `addresses`, and where known `labels`, `metadata`,
/// `first_seen`, `last_seen`, `ttl_seconds`, `sources`, and the signed `record` and `statement` in
/// base64; besides `last_cleanup`. Who adds a peer by hand needs its addresses only; labels count
/// only as far as they are signed.
final class PeerFileText {
  static final int MAX_BYTES = 24 << 20;
  static final int MOST_PEERS = 10_000;

  /// How long the file remembers where a peer was seen last.
  static final Duration KEPT = Duration.ofDays(7);

  // A signed half has at most 8 KiB, a third more in base64.
  private static final int MAX_STRING = 11 * 1024;
  private static final int MAX_DEPTH = 8;
  private static final int MAX_NAME = 128;
  private static final int MAX_TOKENS = 1_000_000;

  private final ObjectMapper json =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxDocumentLength(MAX_BYTES)
                          .maxStringLength(MAX_STRING)
                          .maxNameLength(MAX_NAME)
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(20)
                          .maxTokenCount(MAX_TOKENS)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .build();

  /// What a file holds.
  ///
  /// @param refused how many peers of it cannot be used
  /// @param why the first of them cannot
  record Read(List<Sighting> peers, int refused, String why) {}

  /// One peer after the other, so that a large file is never whole in memory as a tree.
  ///
  /// @throws MultiformatException if it is no such file
  Read read(byte[] bytes, Instant now) {
    try (JsonParser in = json.createParser(bytes)) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new MultiformatException("it is no JSON object");
      }
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        boolean peers = in.currentName().equals("peers");
        JsonToken value = in.nextToken();
        if (peers && value == JsonToken.START_OBJECT) {
          return peers(in, now);
        }
        in.skipChildren();
      }
      throw new MultiformatException("it has no `peers` by their ids");
    } catch (JsonProcessingException e) {
      throw new MultiformatException("it is no JSON of peers: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new MultiformatException("it is no JSON of peers: " + e.getMessage(), e);
    }
  }

  private Read peers(JsonParser in, Instant now) throws IOException {
    List<Sighting> found = new ArrayList<>();
    int refused = 0;
    String why = "";
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String id = in.currentName();
      in.nextToken();
      JsonNode one = json.readTree(in);
      if (found.size() + refused >= MOST_PEERS) {
        throw new MultiformatException("it has more than " + MOST_PEERS + " peers");
      }
      try {
        found.add(sighting(PeerId.parse(id), one, now));
      } catch (MultiformatException e) {
        refused++;
        why = why.isEmpty() ? "%s: %s".formatted(id, e.getMessage()) : why;
      }
    }
    return new Read(found, refused, why);
  }

  private static Sighting sighting(PeerId peer, JsonNode one, Instant now) {
    List<Multiaddr> addresses = new ArrayList<>();
    if (one.path("addresses").size() > Sighting.MAX_ADDRESSES) {
      throw new MultiformatException("more than " + Sighting.MAX_ADDRESSES + " addresses");
    }
    for (JsonNode address : one.path("addresses")) {
      addresses.add(Multiaddr.parse(address.asText()));
    }
    Optional<Instant> seen = time(one, "last_seen");
    Optional<PeerAnnouncement> signed = Optional.empty();
    if (one.has("record") || one.has("statement")) {
      // Words that have run out still say where the peer was, and nothing else.
      PeerAnnouncement words =
          PeerAnnouncement.open(base64(one, "record"), base64(one, "statement"));
      if (!words.peer().equals(peer)) {
        throw new MultiformatException("its record is " + words.peer() + "'s");
      }
      addresses.addAll(words.addresses());
      signed =
          Optional.of(words)
              .filter(w -> seen.isPresent())
              .filter(w -> seen.get().plus(w.statement().ttl()).isAfter(now));
    }
    return new Sighting(
        peer,
        addresses.stream().distinct().limit(Sighting.MAX_ADDRESSES).toList(),
        time(one, "first_seen"),
        seen,
        Optional.of(KEPT),
        signed,
        Optional.empty());
  }

  private static Optional<Instant> time(JsonNode one, String field) {
    if (!one.has(field)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Instant.parse(one.path(field).asText()));
    } catch (DateTimeParseException e) {
      throw new MultiformatException("`" + field + "` is a time like 2026-01-31T12:00:00Z", e);
    }
  }

  private static byte[] base64(JsonNode one, String field) {
    try {
      return Base64.getDecoder().decode(one.path(field).asText());
    } catch (IllegalArgumentException e) {
      throw new MultiformatException("`" + field + "` is no base64", e);
    }
  }

  byte[] write(Collection<PeerInfo> peers, Instant now) {
    ObjectNode root = json.createObjectNode();
    root.put("last_cleanup", text(now));
    ObjectNode byId = root.putObject("peers");
    for (PeerInfo peer : peers) {
      ObjectNode one = byId.putObject(peer.peer().toString());
      peer.addresses().forEach(address -> one.withArray("addresses").add(address.toString()));
      new TreeSet<>(peer.capabilities()).forEach(label -> one.withArray("labels").add(label));
      if (!peer.metadata().isEmpty()) {
        ObjectNode metadata = one.putObject("metadata");
        peer.metadata().forEach(metadata::put);
      }
      one.put("first_seen", text(peer.firstSeen()));
      peer.lastSeen().ifPresent(seen -> one.put("last_seen", text(seen)));
      one.put("ttl_seconds", peer.ttl().toSeconds());
      peer.sources().forEach(source -> one.withArray("sources").add(source));
      peer.signed().ifPresent(signed -> write(signed, one));
    }
    try {
      return json.writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new DiscoveryException("the peers cannot be written as JSON: " + e.getMessage(), e);
    }
  }

  private static void write(PeerAnnouncement signed, ObjectNode one) {
    Base64.Encoder base64 = Base64.getEncoder();
    one.put("record", base64.encodeToString(signed.recordBytes()));
    one.put("statement", base64.encodeToString(signed.statementBytes()));
  }

  private static String text(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
