package io.peerdeck.github.registry;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What a node is to the registry. Where the newcomers start from is worth an issue; what every
/// machine of a fleet is called is not, so reading alone is what a node does unless told otherwise.
public enum RegistryRole {
  /// Reads, and never writes.
  READER,
  /// Registers as a peer to start looking from.
  BOOTSTRAP,
  /// Registers as a peer that passes on for others.
  RELAY,
  /// Registers though it is neither.
  PEER;

  /// As settings and labels say it: lower case.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The names of all.
  public static List<String> texts() {
    return Arrays.stream(values()).map(RegistryRole::text).toList();
  }

  /// The role of a name.
  public static Optional<RegistryRole> of(String text) {
    return Arrays.stream(values()).filter(role -> role.text().equals(text)).findAny();
  }
}
