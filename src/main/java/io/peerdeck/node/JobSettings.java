package io.peerdeck.node;

import io.peerdeck.runner.ToolFolders;
import io.peerdeck.schedule.RunTerms;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The part of `config.yaml` that is about jobs.
///
/// @param queueTimeout how long jobs submitted here may wait for a peer unless their submission
///     says otherwise
/// @param attempts how often such a job is tried when its peers are lost
/// @param toolFolders folders with tools that jobs here may read besides the system's, as written
/// @param cacheGib GiB that `actions/cache` may take here
/// @param cacheDays how long such a cache stays
/// @param keepDays how long workspaces, logs and artifacts stay once their run has ended
record JobSettings(
    Duration queueTimeout,
    int attempts,
    List<String> toolFolders,
    int cacheGib,
    int cacheDays,
    int keepDays) {
  static final String QUEUE_TIMEOUT = "queue-timeout";
  static final String ATTEMPTS = "attempts";
  static final String TOOL_FOLDERS = "tool-folders";
  static final String CACHE_GIB = "job-cache-gib";
  static final String CACHE_DAYS = "job-cache-days";
  static final String KEEP_DAYS = "keep-days";
  static final List<String> KEYS =
      List.of(QUEUE_TIMEOUT, ATTEMPTS, TOOL_FOLDERS, CACHE_GIB, CACHE_DAYS, KEEP_DAYS);
  static final int MOST_GIB = 10_000;
  static final int MOST_DAYS = 3_650;

  static final JobSettings DEFAULTS =
      new JobSettings(RunTerms.QUEUE_TIMEOUT, RunTerms.ATTEMPTS, List.of(), 10, 30, 90);

  /// The lines of a new settings file.
  static final String FIRST =
      """

      # How long a job submitted here may wait for a peer; its submission may say otherwise.
      # queue-timeout: 24h

      # How often such a job is tried when its peers are lost.
      # attempts: 5

      # Folders with tools that jobs may read besides the system's, e.g. [~/.nvm, ~/.local/bin].
      # tool-folders: []

      # How many GiB the caches of actions/cache may take here, and how many days they stay.
      # job-cache-gib: 10
      # job-cache-days: 30

      # How many days workspaces, logs and artifacts stay once their run has ended.
      # keep-days: 90
      """;

  static JobSettings of(SettingsReader values) {
    return new JobSettings(
        values.one(QUEUE_TIMEOUT, JobSettings::time).orElse(DEFAULTS.queueTimeout),
        values.number(ATTEMPTS, 1, RunBounds.MOST_ATTEMPTS, DEFAULTS.attempts),
        values
            .many(TOOL_FOLDERS, SettingsReader.checked(JobSettings::toolFolder))
            .orElse(DEFAULTS.toolFolders),
        values.number(CACHE_GIB, 0, MOST_GIB, DEFAULTS.cacheGib),
        values.number(CACHE_DAYS, 1, MOST_DAYS, DEFAULTS.cacheDays),
        values.number(KEEP_DAYS, 1, MOST_DAYS, DEFAULTS.keepDays));
  }

  /// What jobs see besides the system's programs.
  ToolFolders tools() {
    return new ToolFolders(toolFolders.stream().map(JobSettings::toolFolder).toList());
  }

  /// A folder as a person writes it; `~` is this user's home. All of a home would show keys too.
  private static Path toolFolder(String text) {
    Path home = Path.of(System.getProperty("user.home", "/")).toAbsolutePath().normalize();
    try {
      Path folder =
          text.startsWith("~/") ? home.resolve(text.substring(2)).normalize() : Path.of(text);
      if (folder.isAbsolute() && !home.startsWith(folder.normalize())) {
        return folder.normalize();
      }
    } catch (InvalidPathException e) {
      throw new NodeException(NodeException.Reason.INVALID, noTools(text), e);
    }
    throw new NodeException(NodeException.Reason.INVALID, noTools(text));
  }

  private static String noTools(String text) {
    return "`"
        + text
        + "` cannot be a tool folder: write a whole path such as ~/.nvm, and neither a home itself"
        + " nor what holds it.";
  }

  private static Duration time(String text) {
    try {
      Duration time = RunBounds.time(text);
      return RunBounds.OF_NODE.withQueueTimeout(time).queueTimeout().orElseThrow();
    } catch (NodeException e) {
      throw SettingsReader.unreadable(
          "`queue-timeout` is a time of at least 1s such as 90s, 30m, 24h or 7d.", e);
    }
  }
}
