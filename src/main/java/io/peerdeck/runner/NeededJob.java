package io.peerdeck.runner;

import java.util.Map;

/// What a job sees of a job it needs.
///
/// @param result how that job ended, over all its instances
/// @param outputs of that job
public record NeededJob(Conclusion result, Map<String, String> outputs) {
  public NeededJob {
    outputs = Map.copyOf(outputs);
  }
}
