package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.ApiClient;
import io.peerdeck.api.ApiException;

/// Waiting for a run to finish.
final class RunWait {
  private static final long EVERY_MILLIS = 200;

  private RunWait() {}

  /// The run once it has finished; asks again and again, until then or until interrupted.
  static JsonNode untilFinished(ApiClient client, String id) {
    while (true) {
      JsonNode run = WorkflowCommand.run(client, id);
      if (WorkflowCommand.finished(run)) {
        return run;
      }
      try {
        Thread.sleep(EVERY_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ApiException(503, "Interrupted while waiting for run " + id + ".", e);
      }
    }
  }
}
