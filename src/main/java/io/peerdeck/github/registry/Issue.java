package io.peerdeck.github.registry;

import java.time.Instant;
import java.util.Set;

/// An issue, as far as the registry reads it.
///
/// @param number in its repository
/// @param title as it stands
/// @param body as it stands, empty for none
/// @param author the login of who opened it
/// @param open whether it is
/// @param labels their names
/// @param updated when anybody last touched it, by GitHub's time
record Issue(
    int number,
    String title,
    String body,
    String author,
    boolean open,
    Set<String> labels,
    Instant updated) {
  Issue {
    labels = Set.copyOf(labels);
  }
}
