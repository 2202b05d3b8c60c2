package io.peerdeck.api;

import static io.peerdeck.api.Field.text;
import static io.peerdeck.api.Field.texts;
import static io.peerdeck.api.Route.get;
import static io.peerdeck.api.Route.post;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The paths that concern the process around the node: whether a panel is open in it, files handed
/// to that panel, and the end of it all.
final class HostDoors {
  /// More files than anyone opens at once.
  static final int MAX_FILES = 200;

  private static final int MAX_LINK = 16 << 10;
  private volatile Optional<Consumer<NodeHost.OpenRequest>> panel = Optional.empty();
  private volatile Optional<Runnable> stop = Optional.empty();

  /// Whether a panel listens.
  record PanelState(boolean open) {}

  /// The process ends once this has been sent.
  record Stopping(boolean ok, long pid) {}

  void onOpen(Consumer<NodeHost.OpenRequest> listener) {
    panel = Optional.of(listener);
  }

  void onStop(Runnable listener) {
    stop = Optional.of(listener);
  }

  /// Ends the process; to be called after the answer has been sent.
  void stop() {
    stop.ifPresent(Runnable::run);
  }

  List<Route> routes() {
    return List.of(
        get("panel", "Whether a panel is open in the node's process")
            .answer(PanelState.class, request -> new PanelState(panel.isPresent())),
        post("panel/open", "Hands files and an invitation to the panel")
            .body(
                texts("files", "absolute paths, 200 at most"),
                text("link", "an invitation to a fleet"))
            .does(this::open),
        post("node/stop", "Ends the process in good order")
            .answer(Stopping.class, request -> stopping()));
  }

  private Stopping stopping() {
    if (stop.isEmpty()) {
      throw new ApiException(409, "This node ends with the program around it, not by request.");
    }
    return new Stopping(true, ProcessHandle.current().pid());
  }

  private void open(Request request) {
    Consumer<NodeHost.OpenRequest> listener =
        panel.orElseThrow(
            () -> new ApiException(409, "This node runs without a panel: nobody can be shown it."));
    Optional<String> link = request.body().text("link").filter(text -> !text.isBlank());
    if (link.filter(text -> text.length() > MAX_LINK).isPresent()) {
      throw new ApiException(400, "`link` has more than " + MAX_LINK + " characters.");
    }
    List<String> files = request.body().texts("files").orElse(List.of());
    if (files.size() > MAX_FILES) {
      throw new ApiException(400, "`files` must be a list of at most " + MAX_FILES + " paths.");
    }
    List<Path> paths = files.stream().map(Body::absolute).toList();
    listener.accept(new NodeHost.OpenRequest(paths, link));
  }
}
