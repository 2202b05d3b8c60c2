package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.IpldMapBuilder;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/// What an entry says about a run: one record per kind of the table in DESIGN §3.
public sealed interface RunEvent
    permits Submission,
        RunEvent.Held,
        RunEvent.Released,
        RunEvent.Prioritised,
        RunEvent.Cancelled,
        RunEvent.Adopted,
        RunEvent.Assigned,
        RunEvent.Offered,
        RunEvent.Claimed,
        RunEvent.Declined,
        RunEvent.Finished,
        RunEvent.Sealed {
  /// The highest attempt an entry can name; a bound against nonsense, far above any real one.
  int MAX_ATTEMPT = 1_000_000;

  /// The entry kind, such as `job.claimed`.
  String kind();

  /// The entry body; [#parse] reads it back to an equal event.
  default Ipld.Map toBody() {
    return Ipld.map().build();
  }

  /// Reads the body of an entry.
  ///
  /// @return empty for a kind that is not about runs
  /// @throws PeerdeckException naming the field that is wrong
  static Optional<RunEvent> parse(String kind, Ipld.Map body) {
    return Optional.ofNullable(
        switch (kind) {
          case Submission.KIND -> Submission.parse(body);
          case Held.KIND -> new Held();
          case Released.KIND -> new Released();
          case Prioritised.KIND ->
              new Prioritised(Submission.checkPriority(body.integer("priority")));
          case Cancelled.KIND -> new Cancelled(body.text("reason"));
          case Adopted.KIND -> new Adopted();
          case Assigned.KIND ->
              new Assigned(task(body), PeerId.decode(body.bytes("peer")), attempt(body));
          case Offered.KIND -> new Offered(task(body));
          case Claimed.KIND -> new Claimed(task(body), attempt(body));
          case Declined.KIND -> new Declined(task(body), attempt(body), body.text("reason"));
          case Finished.KIND -> Finished.parse(body);
          case Sealed.KIND -> new Sealed(task(body), body.link("result"));
          default -> null;
        });
  }

  /// `run.held`: no task of the run is started until it is released.
  record Held() implements RunEvent {
    static final String KIND = "run.held";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /// `run.released`: the hold ends.
  record Released() implements RunEvent {
    static final String KIND = "run.released";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /// `run.prioritised`: 1 (first) to 9 (last) from now on.
  record Prioritised(int priority) implements RunEvent {
    static final String KIND = "run.prioritised";

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Ipld.Map toBody() {
      return Ipld.map().put("priority", priority).build();
    }
  }

  /// `run.cancelled`: results the canceller did not know, and that are not sealed, do not count.
  record Cancelled(String reason) implements RunEvent {
    static final String KIND = "run.cancelled";

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Ipld.Map toBody() {
      return Ipld.map().put("reason", reason).build();
    }
  }

  /// `run.adopted`: its author offers and seals from now on.
  record Adopted() implements RunEvent {
    static final String KIND = "run.adopted";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /// `job.assigned`: opens an attempt that only this peer may claim.
  record Assigned(TaskKey task, PeerId peer, int attempt) implements RunEvent {
    static final String KIND = "job.assigned";

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Ipld.Map toBody() {
      return RunEvent.body(task).put("peer", peer.bytes()).put("attempt", attempt).build();
    }
  }

  /// `job.offered`: this entry and its causal past replace the submission's for the ranking.
  record Offered(TaskKey task) implements RunEvent {
    static final String KIND = "job.offered";

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Ipld.Map toBody() {
      return RunEvent.body(task).build();
    }
  }

  /// `job.claimed`: its author runs this attempt.
  record Claimed(TaskKey task, int attempt) implements RunEvent {
    public static final String KIND = "job.claimed";

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Ipld.Map toBody() {
      return RunEvent.body(task).put("attempt", attempt).build();
    }
  }

  /// `job.declined`: its author will not run this attempt; by the holder, it gives the attempt up.
  record Declined(TaskKey task, int attempt, String reason) implements RunEvent {
    public static final String KIND = "job.declined";

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Ipld.Map toBody() {
      return RunEvent.body(task).put("attempt", attempt).put("reason", reason).build();
    }
  }

  /// `job.finished`: the result of a claim.
  ///
  /// @param claim the claim's CID
  /// @param log the whole log as a blob
  /// @param logBytes its length
  /// @param notes annotations and step summary as a blob, where there are any
  /// @param consumed CIDs of the results this one rests on
  /// @param millis how long it ran
  /// @param message why it failed or was skipped; empty text otherwise
  record Finished(
      Cid claim,
      TaskKey task,
      int attempt,
      Conclusion conclusion,
      Map<String, String> outputs,
      Optional<Cid> log,
      long logBytes,
      Optional<Cid> notes,
      List<Artifact> artifacts,
      List<Cid> consumed,
      List<Step> steps,
      long millis,
      String message)
      implements RunEvent {
    static final String KIND = "job.finished";

    /// Copies the collections.
    public Finished {
      outputs = Collections.unmodifiableMap(new TreeMap<>(outputs));
      artifacts = List.copyOf(artifacts);
      consumed = List.copyOf(consumed);
      steps = List.copyOf(steps);
    }

    /// A named file or folder the job uploaded.
    ///
    /// @param cid UnixFS root
    public record Artifact(String name, Cid cid, long bytes) {
      private Ipld toIpld() {
        return Ipld.map().put("name", name).put("cid", cid).put("bytes", bytes).build();
      }

      private static Artifact parse(Ipld.Map map) {
        return new Artifact(map.text("name"), map.link("cid"), natural(map, "bytes"));
      }
    }

    /// One step and how it ended.
    ///
    /// @param startedAt Unix ms by the clock of who ran it; empty where it was skipped
    public record Step(String name, Conclusion conclusion, OptionalLong startedAt, long millis) {
      private Ipld toIpld() {
        IpldMapBuilder step =
            Ipld.map().put("name", name).put("conclusion", conclusion.text()).put("millis", millis);
        startedAt.ifPresent(at -> step.put("start", at));
        return step.build();
      }

      private static Step parse(Ipld.Map map) {
        return new Step(
            map.text("name"),
            Conclusion.parse(map.text("conclusion")),
            map.has("start") ? OptionalLong.of(natural(map, "start")) : OptionalLong.empty(),
            natural(map, "millis"));
      }
    }

    /// Everything outside the entry that it names and that must be held with it.
    public List<Cid> blobs() {
      List<Cid> blobs = new ArrayList<>();
      log.ifPresent(blobs::add);
      notes.ifPresent(blobs::add);
      artifacts.forEach(artifact -> blobs.add(artifact.cid()));
      return blobs;
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Ipld.Map toBody() {
      return RunEvent.body(task)
          .put("claim", claim)
          .put("attempt", attempt)
          .put("conclusion", conclusion.text())
          .putTexts("outputs", outputs)
          .putLinkOrNull("log", log)
          .put("logBytes", logBytes)
          .putLinkOrNull("notes", notes)
          .put("artifacts", Ipld.list(artifacts.stream().map(Artifact::toIpld).toList()))
          .put("consumed", Ipld.links(consumed))
          .put("steps", Ipld.list(steps.stream().map(Step::toIpld).toList()))
          .put("millis", millis)
          .put("message", message)
          .build();
    }

    private static Finished parse(Ipld.Map body) {
      return new Finished(
          body.link("claim"),
          RunEvent.task(body),
          RunEvent.attempt(body),
          Conclusion.parse(body.text("conclusion")),
          texts(body.map("outputs")),
          body.optLink("log"),
          natural(body, "logBytes"),
          body.optLink("notes"),
          body.list("artifacts").maps().stream().map(Artifact::parse).toList(),
          body.list("consumed").links(),
          body.list("steps").maps().stream().map(Step::parse).toList(),
          natural(body, "millis"),
          body.text("message"));
    }
  }

  /// `job.sealed`: this result is the accepted one for good.
  record Sealed(TaskKey task, Cid result) implements RunEvent {
    static final String KIND = "job.sealed";

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public Ipld.Map toBody() {
      return RunEvent.body(task).put("result", result).build();
    }
  }

  private static IpldMapBuilder body(TaskKey task) {
    return Ipld.map().put("job", task.job()).put("index", task.index());
  }

  private static TaskKey task(Ipld.Map body) {
    return new TaskKey(body.text("job"), body.integer("index", 0, Integer.MAX_VALUE));
  }

  private static int attempt(Ipld.Map body) {
    return body.integer("attempt", 1, MAX_ATTEMPT);
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
