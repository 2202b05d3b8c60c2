package io.peerdeck.libp2p.gossip;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The versions spoken, the newest first.
enum Version {
  V12("/meshsub/1.2.0"),
  V11("/meshsub/1.1.0"),
  V10("/meshsub/1.0.0");

  private static final List<Version> NEWEST_FIRST = List.of(values());

  private final String protocol;

  Version(String protocol) {
    this.protocol = protocol;
  }

  String protocol() {
    return protocol;
  }

  /// Whether a PRUNE may say how long not to graft, and name other peers.
  boolean knowsBackoff() {
    return this != V10;
  }

  boolean knowsDontWant() {
    return this == V12;
  }

  static List<String> protocols() {
    return NEWEST_FIRST.stream().map(Version::protocol).toList();
  }

  /// The newest of those named.
  static Optional<Version> newest(Collection<String> protocols) {
    for (Version version : NEWEST_FIRST) {
      if (protocols.contains(version.protocol)) {
        return Optional.of(version);
      }
    }
    return Optional.empty();
  }

  static Version of(String protocol) {
    return newest(List.of(protocol))
        .orElseThrow(() -> new IllegalArgumentException(protocol + " is no gossipsub"));
  }
}
