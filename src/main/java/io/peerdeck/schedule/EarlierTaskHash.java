package io.peerdeck.schedule;

import io.peerdeck.multiformats.PythonJson;
import java.util.Map;

/// The earlier systems' name of a task: SHA-256 of Python's `json.dumps(task, sort_keys=True)`.
/// Needed to recognise their tasks when a folder of theirs is taken over.
public final class EarlierTaskHash {
  private EarlierTaskHash() {}

  /// The hash in lowercase hex.
  ///
  /// @param task values as [PythonJson] takes them
  public static String of(Map<String, ?> task) {
    return Sha256.hex(PythonJson.text(task));
  }
}
