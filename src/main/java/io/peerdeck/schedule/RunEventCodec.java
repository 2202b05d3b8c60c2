package io.peerdeck.schedule;

import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.IpldMapBuilder;
import io.peerdeck.multiformats.PeerId;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What a [RunEvent] is as the body of an entry, and back.
final class RunEventCodec {
  private RunEventCodec() {}

  static Ipld.Map body(RunEvent event) {
    return switch (event) {
      case Submission submission -> SubmissionCodec.body(submission);
      case RunEvent.Held e -> Ipld.map().build();
      case RunEvent.Released e -> Ipld.map().build();
      case RunEvent.Adopted e -> Ipld.map().build();
      case RunEvent.Prioritised e -> Ipld.map().put("priority", e.priority()).build();
      case RunEvent.Cancelled e -> Ipld.map().put("reason", e.reason()).build();
      case RunEvent.Assigned e ->
          body(e.task()).put("peer", e.peer().bytes()).put("attempt", e.attempt()).build();
      case RunEvent.Offered e -> body(e.task()).build();
      case RunEvent.Claimed e -> body(e.task()).put("attempt", e.attempt()).build();
      case RunEvent.Declined e ->
          body(e.task()).put("attempt", e.attempt()).put("reason", e.reason()).build();
      case RunEvent.Finished e -> finished(e);
      case RunEvent.Sealed e -> body(e.task()).put("result", e.result()).build();
    };
  }

  /// @return empty for a kind that is not about runs
  /// @throws io.peerdeck.multiformats.PeerdeckException naming the field that is wrong
  static Optional<RunEvent> parse(String kind, Ipld.Map body) {
    return Optional.ofNullable(
        switch (kind) {
          case Submission.KIND -> SubmissionCodec.parse(body);
          case RunEvent.Held.KIND -> new RunEvent.Held();
          case RunEvent.Released.KIND -> new RunEvent.Released();
          case RunEvent.Prioritised.KIND ->
              new RunEvent.Prioritised(Submission.checkPriority(body.integer("priority")));
          case RunEvent.Cancelled.KIND -> new RunEvent.Cancelled(body.text("reason"));
          case RunEvent.Adopted.KIND -> new RunEvent.Adopted();
          case RunEvent.Assigned.KIND ->
              new RunEvent.Assigned(task(body), PeerId.decode(body.bytes("peer")), attempt(body));
          case RunEvent.Offered.KIND -> new RunEvent.Offered(task(body));
          case RunEvent.Claimed.KIND -> new RunEvent.Claimed(task(body), attempt(body));
          case RunEvent.Declined.KIND ->
              new RunEvent.Declined(task(body), attempt(body), body.text("reason"));
          case RunEvent.Finished.KIND -> finished(body);
          case RunEvent.Sealed.KIND -> new RunEvent.Sealed(task(body), body.link("result"));
          default -> null;
        });
  }

  private static Ipld.Map finished(RunEvent.Finished e) {
    return body(e.task())
        .put("claim", e.claim())
        .put("attempt", e.attempt())
        .put("conclusion", e.conclusion().text())
        .putTexts("outputs", e.outputs())
        .putLinkOrNull("log", e.log())
        .put("logBytes", e.logBytes())
        .putLinkOrNull("notes", e.notes())
        .put("artifacts", Ipld.list(e.artifacts().stream().map(RunEventCodec::artifact).toList()))
        .put("consumed", Ipld.links(e.consumed()))
        .put("steps", Ipld.list(e.steps().stream().map(RunEventCodec::step).toList()))
        .put("millis", e.millis())
        .put("message", e.message())
        .build();
  }

  private static RunEvent.Finished finished(Ipld.Map body) {
    return new RunEvent.Finished(
        body.link("claim"),
        task(body),
        attempt(body),
        Conclusion.parse(body.text("conclusion")),
        texts(body.map("outputs")),
        body.optLink("log"),
        natural(body, "logBytes"),
        body.optLink("notes"),
        body.list("artifacts").maps().stream().map(RunEventCodec::artifact).toList(),
        body.list("consumed").links(),
        body.list("steps").maps().stream().map(RunEventCodec::step).toList(),
        natural(body, "millis"),
        body.text("message"));
  }

  private static Ipld artifact(RunEvent.Finished.Artifact artifact) {
    return Ipld.map()
        .put("name", artifact.name())
        .put("cid", artifact.cid())
        .put("bytes", artifact.bytes())
        .build();
  }

  private static RunEvent.Finished.Artifact artifact(Ipld.Map map) {
    return new RunEvent.Finished.Artifact(map.text("name"), map.link("cid"), natural(map, "bytes"));
  }

  private static Ipld step(RunEvent.Finished.Step step) {
    IpldMapBuilder map =
        Ipld.map()
            .put("name", step.name())
            .put("conclusion", step.conclusion().text())
            .put("millis", step.millis());
    step.startedAt().ifPresent(at -> map.put("start", at));
    return map.build();
  }

  private static RunEvent.Finished.Step step(Ipld.Map map) {
    return new RunEvent.Finished.Step(
        map.text("name"),
        Conclusion.parse(map.text("conclusion")),
        map.has("start") ? OptionalLong.of(natural(map, "start")) : OptionalLong.empty(),
        natural(map, "millis"));
  }

  private static IpldMapBuilder body(TaskKey task) {
    return Ipld.map().put("job", task.job()).put("index", task.index());
  }

  private static TaskKey task(Ipld.Map body) {
    return new TaskKey(body.text("job"), body.integer("index", 0, Integer.MAX_VALUE));
  }

  private static int attempt(Ipld.Map body) {
    return body.integer("attempt", 1, RunEvent.MAX_ATTEMPT);
  }

  private static long natural(Ipld.Map body, String key) {
    long value = body.integer(key);
    if (value < 0) {
      throw new ScheduleException("field '" + key + "' is " + value + ", must not be negative");
    }
    return value;
  }

  /// A map from text to text. Throws if a value is another kind.
  static Map<String, String> texts(Ipld.Map map) {
    Map<String, String> texts = new TreeMap<>();
    map.keys().forEach(key -> texts.put(key, map.text(key)));
    return texts;
  }
}
