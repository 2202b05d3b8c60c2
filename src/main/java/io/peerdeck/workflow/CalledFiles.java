package io.peerdeck.workflow;

import java.util.Optional;

/// Where the workflows that a file calls come from: the files of its snapshot.
@FunctionalInterface
public interface CalledFiles {

  /// No other file is there.
  CalledFiles NONE = reference -> Optional.empty();

  /// The bytes of a called workflow.
  ///
  /// @param reference as `uses` has it, such as `./.github/workflows/build.yml`
  Optional<byte[]> read(String reference);
}
