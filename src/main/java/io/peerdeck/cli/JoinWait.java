package io.peerdeck.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.peerdeck.api.ApiClient;
import java.time.Duration;
import java.util.Map;

/// Watches a node on its way into a fleet.
final class JoinWait {
  private static final Duration LONGEST = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(300);

  private JoinWait() {}

  /// The fleet once the node is in it, was refused for good, waits for an operator there, or has
  /// waited for two minutes. What it waits for is told meanwhile.
  static JsonNode until(ApiClient client, CommonOptions common) {
    Progress progress = Progress.of(common, () -> WorkText.history(client));
    try (progress) {
      return until(client, progress);
    }
  }

  private static JsonNode until(ApiClient client, Progress progress) {
    long end = System.nanoTime() + LONGEST.toNanos();
    String told = "";
    while (true) {
      JsonNode fleet = client.get("fleet", Map.of());
      JsonNode joining = fleet.path("joining");
      String sentence = joining.path("sentence").asText();
      if (!joining.isNull() && !sentence.equals(told)) {
        told = sentence;
        progress.say(sentence);
      }
      boolean asksOperator =
          joining.path("state").asText().equals("waiting") && !joining.path("invited").asBoolean();
      boolean in = joining.isNull() && !fleet.path("roles").isEmpty();
      if (in
          || asksOperator
          || joining.path("state").asText().equals("refused")
          || System.nanoTime() - end > 0) {
        return fleet;
      }
      try {
        Thread.sleep(LOOK.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return fleet;
      }
    }
  }
}
