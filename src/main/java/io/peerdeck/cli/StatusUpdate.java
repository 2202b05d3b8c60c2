package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.ApiClient;
import io.peerdeck.api.ApiException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What the earlier system's `update` still means here.
///
/// @param id the run's id or a unique part of it
record StatusUpdate(CommonOptions common, String id) {
  private static final int REFUSED = 409;

  /// Cancels, or runs again. Throws [ApiException] for anything else.
  int to(String status, @Nullable String result, @Nullable String error) {
    if (result != null) {
      throw new ApiException(REFUSED, "A result comes from running: --result is not taken.");
    }
    return switch (status) {
      case "cancelled" ->
          common.answer(
              client -> client.post(path("cancel"), Map.of("reason", error == null ? "" : error)),
              done -> common.out().println("Run " + id + " is cancelled."));
      case "pending" -> common.answer(this::again, this::told);
      default ->
          throw new ApiException(
              REFUSED,
              "A run does not become `"
                  + status
                  + "` by being told so: write cancelled, or pending for one that has finished.");
    };
  }

  private JsonNode again(ApiClient client) {
    JsonNode run = WorkflowCommand.run(client, id);
    if (!WorkflowCommand.finished(run)) {
      throw new ApiException(
          REFUSED,
          "Run " + id + " is " + run.at("/summary/status").asText() + " and has not finished.");
    }
    return client.post(path("again"), Map.of());
  }

  private void told(JsonNode run) {
    common.out().println("Run " + id + " runs again as " + run.path("id").asText() + ".");
  }

  private String path(String action) {
    return "runs/" + ApiClient.encode(id) + "/" + action;
  }
}
