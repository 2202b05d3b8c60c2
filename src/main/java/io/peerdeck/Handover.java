package io.peerdeck;

import io.peerdeck.api.ApiClient;
import io.peerdeck.api.ApiException;
import io.peerdeck.api.NodeHost;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What a second start of the panel does on a data folder that is held already.
///
/// @param files workflow files to show, absolute
/// @param link an invitation to a fleet
record Handover(Path folder, List<Path> files, Optional<String> link) {
  static final String SCHEME = "peerdeck:";

  /// A stopping node cancels its jobs and checkpoints its database first.
  private static final Duration STOPPING = Duration.ofSeconds(30);

  private static final int REFUSED = 409;

  /// Who holds the folder.
  enum Holder {
    NOBODY,
    PANEL,
    NODE
  }

  /// Tells files from invitation links among what the program was started with.
  static Handover of(Path folder, List<String> arguments) {
    return new Handover(
        folder,
        arguments.stream()
            .filter(text -> !text.startsWith(SCHEME))
            .map(text -> Path.of(text).toAbsolutePath().normalize())
            .toList(),
        arguments.stream().filter(text -> text.startsWith(SCHEME)).findFirst());
  }

  Holder holder() {
    Optional<ApiClient> running = ApiClient.connect(folder);
    if (running.isEmpty()) {
      return Holder.NOBODY;
    }
    try (ApiClient client = running.get()) {
      return client.get("panel", Map.of()).path("open").asBoolean() ? Holder.PANEL : Holder.NODE;
    }
  }

  /// Hands everything to the panel that is open. Throws [ApiException] when it does not take it.
  void toPanel() {
    try (ApiClient client = connected()) {
      client.post(
          "panel/open",
          link.isPresent()
              ? Map.of("files", texts(), "link", link.get())
              : Map.of("files", texts()));
    }
  }

  /// Stops the node that holds the folder, then opens one here as soon as the folder is free.
  /// Blocks.
  ///
  /// @param options of the node here, on the same folder
  NodeHost takeOver(NodeHost.Options options) throws InterruptedException {
    try (ApiClient client = connected()) {
      client.post("node/stop", Map.of());
    }
    long until = System.nanoTime() + STOPPING.toNanos();
    while (true) {
      try {
        return NodeHost.start(options);
      } catch (ApiException e) {
        if (e.status() != REFUSED || System.nanoTime() - until > 0) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(100);
      }
    }
  }

  private ApiClient connected() {
    return ApiClient.connect(folder)
        .orElseThrow(() -> new ApiException(503, "The node on " + folder + " is gone again."));
  }

  private List<String> texts() {
    return files.stream().map(Path::toString).toList();
  }
}
