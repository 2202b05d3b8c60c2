package io.peerdeck.node;

import io.peerdeck.schedule.RunTerms;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/// The part of `config.yaml` that is about jobs.
///
/// @param queueTimeout how long jobs submitted here may wait for a peer unless their submission
///     says otherwise
/// @param attempts how often such a job is tried when its peers are lost
record JobSettings(Duration queueTimeout, int attempts) {
  static final String QUEUE_TIMEOUT = "queue-timeout";
  static final String ATTEMPTS = "attempts";
  static final List<String> KEYS = List.of(QUEUE_TIMEOUT, ATTEMPTS);

  static final JobSettings DEFAULTS = new JobSettings(RunTerms.QUEUE_TIMEOUT, RunTerms.ATTEMPTS);

  /// The lines of a new settings file.
  static final String FIRST =
      """

      # How long a job submitted here may wait for a peer; its submission may say otherwise.
      # queue-timeout: 24h

      # How often such a job is tried when its peers are lost.
      # attempts: 5
      """;

  static JobSettings parse(Path file, Map<String, Node> values) {
    return new JobSettings(
        FolderSettings.one(file, values, QUEUE_TIMEOUT, scalar -> time(file, scalar))
            .orElse(DEFAULTS.queueTimeout),
        FolderSettings.one(
                file,
                values,
                ATTEMPTS,
                scalar -> FolderSettings.number(file, ATTEMPTS, scalar, 1, RunBounds.MOST_ATTEMPTS))
            .orElse(DEFAULTS.attempts));
  }

  private static Duration time(Path file, ScalarNode node) {
    try {
      Duration time = RunBounds.time(node.getValue());
      return RunBounds.OF_NODE.withQueueTimeout(time).queueTimeout().orElseThrow();
    } catch (NodeException e) {
      throw FolderSettings.wrong(
          file,
          FolderSettings.line(node),
          "`queue-timeout` is a time of at least 1s such as 90s, 30m, 24h or 7d",
          e);
    }
  }
}
