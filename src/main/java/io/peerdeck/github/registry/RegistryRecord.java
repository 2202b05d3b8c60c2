package io.peerdeck.github.registry;

import io.peerdeck.fleet.discovery.AddressScope;
import io.peerdeck.fleet.discovery.PeerAnnouncement;
import io.peerdeck.github.GitHubException;
import io.peerdeck.github.RepositoryName;
import io.peerdeck.libp2p.SignedEnvelope;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// What a peer signs to be found in one repository: DAG-CBOR `{v: 1, repo, time, said: {record,
/// statement}}` in an envelope of its own. The repository is in it, so that what a peer told its
/// own network, or another repository, cannot be put here by somebody else.
///
/// @param repository where it may stand
/// @param written when, by the peer's time, in whole seconds
/// @param announcement what it says of itself; only addresses that anybody can dial
record RegistryRecord(RepositoryName repository, Instant written, PeerAnnouncement announcement) {
  private static final String DOMAIN = "peerdeck-peer-registry";
  private static final byte[] TYPE = "/peerdeck/registry/1".getBytes(StandardCharsets.UTF_8);

  RegistryRecord {
    written = written.truncatedTo(ChronoUnit.SECONDS);
    announcement.addresses().stream()
        .filter(address -> AddressScope.of(address) != AddressScope.PUBLIC)
        .findFirst()
        .ifPresent(
            address -> {
              throw new MultiformatException(
                  "a record of the registry names %s, which not everybody can dial"
                      .formatted(address.withoutPeer()));
            });
  }

  PeerId peer() {
    return announcement.peer();
  }

  Duration ttl() {
    return announcement.statement().ttl();
  }

  /// Whether it has run out.
  boolean expired(Instant now) {
    return written.plus(ttl()).isBefore(now);
  }

  SignedEnvelope seal(KeyPair key) {
    if (!key.peerId().equals(peer())) {
      throw new MultiformatException("a record of " + peer() + " is signed by itself only");
    }
    Ipld.Map body =
        Ipld.map()
            .put("v", 1)
            .put("repo", repository.toString())
            .put("time", written.getEpochSecond())
            .put("said", announcement.ipld())
            .build();
    return SignedEnvelope.seal(key, DOMAIN, TYPE, DagCbor.encode(body));
  }

  /// Reads one and checks its three signatures.
  ///
  /// @throws MultiformatException if it is none, or is signed by another peer than it is about
  static RegistryRecord open(byte[] bytes) {
    SignedEnvelope envelope = SignedEnvelope.open(bytes, DOMAIN, TYPE);
    Ipld.Map body = DagCbor.decodeMap(envelope.payload());
    body.integer("v", 1, 1);
    PeerAnnouncement said = PeerAnnouncement.of(body.map("said"));
    if (!said.peer().equals(envelope.signer())) {
      throw new MultiformatException(
          "a record about %s is signed by %s".formatted(said.peer(), envelope.signer()));
    }
    long time = body.integer("time");
    if (time < 0 || time > Integer.MAX_VALUE * 4L) {
      throw new MultiformatException("a record is written at no possible time");
    }
    return new RegistryRecord(repository(body.text("repo")), Instant.ofEpochSecond(time), said);
  }

  private static RepositoryName repository(String text) {
    try {
      return RepositoryName.parse(text);
    } catch (GitHubException e) {
      throw new MultiformatException("a record names no repository", e);
    }
  }
}
