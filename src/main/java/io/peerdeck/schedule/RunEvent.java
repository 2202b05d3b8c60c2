package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

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
    return RunEventCodec.body(this);
  }

  /// Reads the body of an entry.
  ///
  /// @return empty for a kind that is not about runs
  /// @throws io.peerdeck.multiformats.PeerdeckException naming the field that is wrong
  static Optional<RunEvent> parse(String kind, Ipld.Map body) {
    return RunEventCodec.parse(kind, body);
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
  }

  /// `run.cancelled`: results the canceller did not know, and that are not sealed, do not count.
  record Cancelled(String reason) implements RunEvent {
    static final String KIND = "run.cancelled";

    @Override
    public String kind() {
      return KIND;
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
  }

  /// `job.offered`: this entry and its causal past replace the submission's for the ranking.
  record Offered(TaskKey task) implements RunEvent {
    static final String KIND = "job.offered";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /// `job.claimed`: its author runs this attempt.
  record Claimed(TaskKey task, int attempt) implements RunEvent {
    public static final String KIND = "job.claimed";

    @Override
    public String kind() {
      return KIND;
    }
  }

  /// `job.declined`: its author will not run this attempt; by the holder, it gives the attempt up.
  record Declined(TaskKey task, int attempt, String reason) implements RunEvent {
    public static final String KIND = "job.declined";

    @Override
    public String kind() {
      return KIND;
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
    public record Artifact(String name, Cid cid, long bytes) {}

    /// One step and how it ended.
    ///
    /// @param startedAt Unix ms by the clock of who ran it; empty where it was skipped
    public record Step(String name, Conclusion conclusion, OptionalLong startedAt, long millis) {}

    /// Everything outside the entry that it names and that must be held with it.
    public List<Cid> blobs() {
      List<Cid> blobs = new ArrayList<>();
      log.ifPresent(blobs::add);
      notes.ifPresent(blobs::add);
      artifacts.forEach(artifact -> blobs.add(artifact.cid()));
      return blobs;
    }

    /// How a job of several instances ended: it failed or was cancelled if one of them was, and is
    /// skipped if all were.
    public static Conclusion conclusionOf(Collection<Finished> instances) {
      Set<Conclusion> all =
          instances.stream().map(Finished::conclusion).collect(Collectors.toSet());
      if (all.contains(Conclusion.FAILURE)) {
        return Conclusion.FAILURE;
      }
      if (all.contains(Conclusion.CANCELLED)) {
        return Conclusion.CANCELLED;
      }
      return all.equals(Set.of(Conclusion.SKIPPED)) ? Conclusion.SKIPPED : Conclusion.SUCCESS;
    }

    /// The outputs of a job of several instances: of each the one that was set last.
    ///
    /// @param instances in order
    public static Map<String, String> outputsOf(Collection<Finished> instances) {
      Map<String, String> outputs = new LinkedHashMap<>();
      for (Finished instance : instances) {
        instance.outputs.forEach(
            (name, value) -> {
              if (!value.isEmpty() || !outputs.containsKey(name)) {
                outputs.put(name, value);
              }
            });
      }
      return outputs;
    }

    @Override
    public String kind() {
      return KIND;
    }
  }

  /// `job.sealed`: this result is the accepted one for good.
  record Sealed(TaskKey task, Cid result) implements RunEvent {
    static final String KIND = "job.sealed";

    @Override
    public String kind() {
      return KIND;
    }
  }
}
