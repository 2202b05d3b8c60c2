package io.peerdeck.workflow;

import java.util.List;

/// What `hashFiles` asks of the runner.
@FunctionalInterface
public interface FileHashes {

  /// For places without a workspace: every call is an error.
  FileHashes NONE =
      patterns -> {
        throw new ExpressionException(
            "hashFiles needs a workspace and may be called in steps only");
      };

  /// The SHA-256 over the SHA-256 of each workspace file that matches, in lower-case hex; empty
  /// text if none matches.
  String hash(List<String> patterns);
}
