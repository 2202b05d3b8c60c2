package io.peerdeck.fleet.discovery;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// For whom a peer's addresses are meant.
public enum Reach {
  /// Its own network: private addresses and this machine's own are in order.
  LOCAL,
  /// Anybody: every address must be one that anybody can dial.
  PUBLIC;

  /// The name in records and views: lower case.
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<Reach> of(String text) {
    return Arrays.stream(values()).filter(reach -> reach.text().equals(text)).findAny();
  }
}
