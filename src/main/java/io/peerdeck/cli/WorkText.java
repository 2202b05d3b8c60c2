package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.ApiClient;
import io.peerdeck.api.ApiException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// How far the node is with what a command waits for, in a line.
final class WorkText {
  private WorkText() {}

  /// Of a check of the clock.
  static String verify(ApiClient client) {
    try {
      JsonNode checked = client.get("clock/verify", Map.of());
      return "checked "
          + checked.path("checked").asText()
          + " of "
          + checked.path("total").asText()
          + " entries";
    } catch (ApiException e) {
      return "checking the clock"; // what is wrong with the node is told by the check itself
    }
  }

  /// Of the fleet's history on its way here.
  static String history(ApiClient client) {
    try {
      return client.get("status", Map.of()).path("clockEntries").asText() + " entries are here";
    } catch (ApiException e) {
      return "waiting for the fleet"; // what is wrong with the node is told by the wait itself
    }
  }

  /// Of blobs on their way.
  static String transfers(ApiClient client, String work) {
    try {
      List<String> moving = new ArrayList<>();
      for (JsonNode transfer : client.get("transfers", Map.of())) {
        if (transfer.path("state").asText().equals("running")) {
          moving.add(
              transfer.path("name").asText(Text.shortId(transfer.path("cid").asText()))
                  + " "
                  + Text.bytes(transfer.path("bytes").asLong())
                  + " of "
                  + Text.bytes(transfer.path("total").asLong()));
        }
      }
      return moving.isEmpty() ? work : work + ": " + String.join(", ", moving);
    } catch (ApiException e) {
      return work;
    }
  }
}
