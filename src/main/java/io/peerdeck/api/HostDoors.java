package io.peerdeck.api;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// The paths that concern the process around the node: whether a panel is open in it, files handed
/// to that panel, and the end of it all.
///
/// `GET panel` says whether a panel listens; `POST panel/open` with `files` (absolute paths) and
/// `link` (an invitation) hands them to it; `POST node/stop` ends the process in good order and
/// answers with its `pid`.
final class HostDoors {
  /// More files than anyone opens at once.
  static final int MAX_FILES = 200;

  private static final int MAX_LINK = 16 << 10;
  private volatile Optional<Consumer<NodeHost.OpenRequest>> panel = Optional.empty();
  private volatile Optional<Runnable> stop = Optional.empty();

  /// An answer after which, once it has been sent, something is done.
  record Farewell(Object answer, Runnable then) {}

  void onOpen(Consumer<NodeHost.OpenRequest> listener) {
    panel = Optional.of(listener);
  }

  void onStop(Runnable listener) {
    stop = Optional.of(listener);
  }

  static boolean leadsTo(Request request) {
    return !request.path().isEmpty()
        && List.of("panel", "node").contains(request.path().getFirst());
  }

  Object answer(Request request) {
    return switch (request.method() + " " + String.join("/", request.path())) {
      case "GET panel" -> Map.of("open", panel.isPresent());
      case "POST panel/open" -> open(request);
      case "POST node/stop" ->
          new Farewell(
              Map.of("ok", true, "pid", ProcessHandle.current().pid()),
              stop.orElseThrow(
                  () ->
                      new ApiException(
                          409, "This node ends with the program around it, not by request.")));
      default ->
          throw new ApiException(404, "No such path: /api/v1/" + String.join("/", request.path()));
    };
  }

  private Object open(Request request) {
    Consumer<NodeHost.OpenRequest> listener =
        panel.orElseThrow(
            () -> new ApiException(409, "This node runs without a panel: nobody can be shown it."));
    Optional<String> link = Json.text(request.body(), "link").filter(text -> !text.isBlank());
    if (link.filter(text -> text.length() > MAX_LINK).isPresent()) {
      throw new ApiException(400, "`link` has more than " + MAX_LINK + " characters.");
    }
    listener.accept(new NodeHost.OpenRequest(files(request.body().path("files")), link));
    return Map.of("ok", true);
  }

  private static List<Path> files(JsonNode given) {
    if (given.isMissingNode() || given.isNull()) {
      return List.of();
    }
    if (!given.isArray() || given.size() > MAX_FILES) {
      throw new ApiException(400, "`files` must be a list of at most " + MAX_FILES + " paths.");
    }
    List<Path> files = new ArrayList<>();
    for (JsonNode file : given) {
      try {
        Path path = Path.of(file.asText());
        if (!path.isAbsolute()) {
          throw new ApiException(400, "`" + file.asText() + "` must be an absolute path.");
        }
        files.add(path);
      } catch (InvalidPathException e) {
        throw new ApiException(400, "`" + file.asText() + "` is not a path: " + e.getReason(), e);
      }
    }
    return files;
  }
}
