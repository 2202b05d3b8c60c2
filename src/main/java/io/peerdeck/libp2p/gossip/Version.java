package io.peerdeck.libp2p.gossip;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The versions spoken, the newest first.
enum Version {
  V12("/meshsub/1.2.0"),
  V11("/meshsub/1.1.0"),
  V10("/meshsub/1.0.0");

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
    return Arrays.stream(values()).map(Version::protocol).toList();
  }

  /// The newest of those named.
  static Optional<Version> newest(Collection<String> protocols) {
    return Arrays.stream(values()).filter(v -> protocols.contains(v.protocol)).findFirst();
  }

  static Version of(String protocol) {
    return newest(List.of(protocol))
        .orElseThrow(() -> new IllegalArgumentException(protocol + " is no gossipsub"));
  }
}
