package io.peerdeck.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.peerdeck.node.EntryQuery;
import io.peerdeck.node.Node;
import io.peerdeck.node.RunAgain;
import io.peerdeck.node.RunQuery;
import io.peerdeck.node.TaskRef;
import io.peerdeck.schedule.RunStatus;
import io.peerdeck.schedule.ScheduleException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What each path below `/api/v1` does: a method and path to one call of [Node].
final class Routes {
  private static final int MAX_LOG_BYTES = 1 << 20;
  private static final int MAX_HEAD_BYTES = 1 << 20;
  private static final long MAX_WAIT_MILLIS = 30_000;
  private static final Set<String> RUN_ACTIONS =
      Set.of("cancel", "hold", "release", "adopt", "priority", "assign", "again");
  private static final Set<String> PEER_ACTIONS =
      Set.of("ping", "update", "trust", "untrust", "block", "unblock");
  private static final Map<String, Boolean> DONE = Map.of("ok", true);

  private final Node node;
  private final FleetRoutes fleet;
  private final CareRoutes care;
  private final SecretRoutes secrets;

  Routes(Node node) {
    this.node = node;
    this.fleet = new FleetRoutes(node);
    this.care = new CareRoutes(node);
    this.secrets = new SecretRoutes(node);
  }

  Object answer(Request request) {
    List<String> path = request.path();
    return switch (path.isEmpty() ? "" : path.getFirst()) {
      case "status" -> only(request, "GET", 1, node::status);
      case "runs" -> runs(request);
      case "preview" ->
          only(request, "POST", 1, () -> node.preview(SubmissionBody.of(request.body())));
      case "templates" -> new TemplateRoutes(node).answer(request);
      case "actions" -> actions(request);
      case "artifacts" -> artifacts(request);
      case "peers" -> peers(request);
      case "fleet" -> fleet.fleet(request);
      case "approvals" -> fleet.approvals(request);
      case "secrets" -> secrets.secrets(request);
      case "vars" -> secrets.variables(request);
      case "clock" -> clock(request);
      default -> care.answer(request).orElseThrow(() -> unknown(request));
    };
  }

  private Object runs(Request request) {
    List<String> path = request.path();
    if (path.size() == 1) {
      return switch (request.method()) {
        case "GET" -> {
          Optional<String> entry = request.parameter("at");
          yield entry.isPresent()
              ? node.runsAt(entry.get(), query(request))
              : node.runs(query(request));
        }
        case "POST" -> node.submit(SubmissionBody.of(request.body()));
        default -> throw method(request);
      };
    }
    String id = path.get(1);
    if (path.size() == 2) {
      return only(request, "GET", 2, () -> node.run(id));
    }
    if (path.size() == 4 && path.get(2).equals("logs")) {
      return only(request, "GET", 4, () -> log(request, id, TaskRef.parse(path.get(3))));
    }
    if (path.size() == 4 && path.get(2).equals("summary")) {
      return only(
          request,
          "GET",
          4,
          () -> Map.of("markdown", node.summary(id, TaskRef.parse(path.get(3)))));
    }
    if (!RUN_ACTIONS.contains(path.get(2))) {
      throw unknown(request);
    }
    return only(request, "POST", 3, () -> act(request, id, path.get(2)));
  }

  private Object act(Request request, String id, String action) {
    ObjectNode body = request.body();
    switch (action) {
      case "cancel" -> node.cancel(id, Json.text(body, "reason").orElse(""));
      case "hold" -> node.hold(id);
      case "release" -> node.release(id);
      case "adopt" -> node.adopt(id);
      case "priority" ->
          node.prioritise(
              id,
              Json.integer(body, "priority")
                  .orElseThrow(() -> new ApiException(400, "`priority` is missing: 1 to 9.")));
      case "assign" ->
          node.assign(
              id, Json.text(body, "task").map(TaskRef::parse), Json.requiredText(body, "peer"));
      case "again" -> {
        return node.again(id, new RunAgain(Json.flag(body, "failed"), Json.text(body, "job")));
      }
      default -> throw unknown(request);
    }
    return DONE;
  }

  private Object log(Request request, String id, TaskRef task) {
    return node.log(
        id,
        task,
        request.number("from", 0, Long.MIN_VALUE, Long.MAX_VALUE),
        (int) request.number("max", MAX_LOG_BYTES, 1, MAX_LOG_BYTES),
        Duration.ofMillis(request.number("wait", 0, 0, MAX_WAIT_MILLIS)));
  }

  private Object actions(Request request) {
    if (request.method().equals("DELETE")) {
      return only(
          request,
          "DELETE",
          2,
          () -> {
            node.removeAction(request.path().get(1));
            return Map.of("ok", true);
          });
    }
    return request.method().equals("POST")
        ? only(
            request,
            "POST",
            1,
            () ->
                node.vendorAction(
                    Json.requiredText(request.body(), "uses"),
                    path(Json.requiredText(request.body(), "path"))))
        : only(request, "GET", 1, node::actions);
  }

  private Object artifacts(Request request) {
    List<String> path = request.path();
    if (path.size() == 2) {
      return only(request, "GET", 2, () -> node.artifactFiles(path.get(1)));
    }
    if (path.size() == 3 && path.get(2).equals("head")) {
      int most = (int) request.number("max", MAX_HEAD_BYTES, 1, MAX_HEAD_BYTES);
      return only(request, "GET", 3, () -> Map.of("base64", node.artifactHead(path.get(1), most)));
    }
    if (path.size() == 3 && path.get(2).equals("save")) {
      return only(
          request,
          "POST",
          3,
          () -> node.saveArtifact(path.get(1), path(Json.requiredText(request.body(), "folder"))));
    }
    throw unknown(request);
  }

  private Object peers(Request request) {
    List<String> path = request.path();
    if (path.size() == 1) {
      return switch (request.method()) {
        case "GET" -> node.peers();
        case "POST" ->
            node.addPeer(
                Json.requiredText(request.body(), "address"), Json.text(request.body(), "name"));
        default -> throw method(request);
      };
    }
    String id = path.get(1);
    if (path.size() == 2) {
      return only(
          request,
          "DELETE",
          2,
          () -> {
            node.removePeer(id);
            return DONE;
          });
    }
    if (path.size() == 3 && path.get(2).equals("history")) {
      return only(request, "GET", 3, () -> node.peerHistory(id));
    }
    if (!PEER_ACTIONS.contains(path.get(2))) {
      throw unknown(request);
    }
    return only(
        request,
        "POST",
        3,
        () ->
            switch (path.get(2)) {
              case "ping" -> Map.of("rtt", node.ping(id));
              case "trust" -> fleet.trust(id, request.body());
              case "update" -> fleet.update(id, request.body());
              case "untrust" -> {
                node.untrust(id);
                yield DONE;
              }
              case "block" -> {
                node.block(id);
                yield DONE;
              }
              case "unblock" -> {
                node.unblock(id);
                yield DONE;
              }
              default -> throw unknown(request);
            });
  }

  private Object clock(Request request) {
    List<String> path = request.path();
    if (path.size() == 2 && path.get(1).equals("verify")) {
      return only(request, "POST", 2, () -> node.verifyClock(progress -> {}));
    }
    if (path.size() == 2 && path.get(1).equals("entries")) {
      return only(
          request,
          "GET",
          2,
          () ->
              node.entries(
                  new EntryQuery(
                      request.parameter("before"),
                      request.parameter("after"),
                      request
                          .parameter("ordinal")
                          .map(text -> request.number("ordinal", 0, 0, Long.MAX_VALUE)),
                      request.parameter("text").orElse(""),
                      request.parameter("kind"),
                      request.parameter("key"),
                      request.parameter("author"),
                      (int) request.number("limit", 100, 1, 1000))));
    }
    if (path.size() == 3 && path.get(1).equals("entries")) {
      return only(request, "GET", 3, () -> node.entry(path.get(2)));
    }
    throw unknown(request);
  }

  private static RunQuery query(Request request) {
    Set<RunStatus> statuses =
        request.parameter("status").stream()
            .flatMap(text -> Arrays.stream(text.split(",")))
            .map(Routes::status)
            .collect(Collectors.toUnmodifiableSet());
    return new RunQuery(
        request.parameter("text").orElse(""),
        statuses,
        request.parameter("tag"),
        request.parameter("peer"),
        request.instant("from"),
        request.instant("until"),
        (int) request.number("limit", 100, 1, RunQuery.MAX_LIMIT),
        (int) request.number("offset", 0, 0, Integer.MAX_VALUE));
  }

  private static RunStatus status(String text) {
    try {
      return RunStatus.parse(text);
    } catch (ScheduleException e) {
      throw new ApiException(400, String.valueOf(e.getMessage()), e);
    }
  }

  static Path path(String text) {
    try {
      Path path = Path.of(text);
      if (path.isAbsolute()) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw new ApiException(400, "`" + text + "` is not a path: " + e.getReason(), e);
    }
    throw new ApiException(400, "`" + text + "` must be an absolute path.");
  }

  static Object only(
      Request request, String method, int segments, java.util.function.Supplier<?> call) {
    if (request.path().size() != segments) {
      throw unknown(request);
    }
    if (!request.method().equals(method)) {
      throw method(request);
    }
    return call.get();
  }

  static ApiException unknown(Request request) {
    return new ApiException(404, "No such path: /api/v1/" + String.join("/", request.path()));
  }

  static ApiException method(Request request) {
    return new ApiException(
        405, request.method() + " is not offered at /api/v1/" + String.join("/", request.path()));
  }
}
