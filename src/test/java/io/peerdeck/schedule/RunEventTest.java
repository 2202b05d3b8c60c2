package io.peerdeck.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RunEventTest {
  static final Cid CID = Cid.of(Cid.RAW, new byte[] {1});
  static final TaskKey TASK = new TaskKey("build", 2);

  static Submission submission(List<Submission.Job> jobs) {
    return Submission.of("CI", "ci.yml", CID, jobs)
        .snapshot(CID)
        .tags("p2p-workflow")
        .inputs(Map.of("b", "2", "a", "1"))
        .held(true)
        .build();
  }

  static Submission.Job job(String id, String... needs) {
    return new Submission.Job(id, List.of(needs), List.of("linux"), 1);
  }

  static Stream<RunEvent> events() {
    return Stream.of(
        submission(List.of(job("a"), job("b", "a"))),
        new RunEvent.Held(),
        new RunEvent.Released(),
        new RunEvent.Prioritised(3),
        new RunEvent.Cancelled("not needed"),
        new RunEvent.Adopted(),
        new RunEvent.Assigned(TASK, PeerId.ofEd25519(new byte[32]), 2),
        new RunEvent.Offered(TASK),
        new RunEvent.Claimed(TASK, 1),
        new RunEvent.Declined(TASK, 1, "untrusted"),
        new RunEvent.Finished(
            CID,
            TASK,
            1,
            Conclusion.FAILURE,
            Map.of("x", "y"),
            Optional.of(CID),
            12,
            Optional.of(CID),
            List.of(new RunEvent.Finished.Artifact("report", CID, 7)),
            List.of(CID),
            List.of(
                new RunEvent.Finished.Step("compile", Conclusion.SUCCESS, OptionalLong.of(7), 5),
                new RunEvent.Finished.Step("test", Conclusion.SKIPPED, OptionalLong.empty(), 0)),
            99,
            "exit 1"),
        new RunEvent.Sealed(TASK, CID));
  }

  @ParameterizedTest
  @MethodSource("events")
  void anEventIsReadBackAsItWasWritten(RunEvent event) {
    Ipld.Map body = DagCbor.decodeMap(DagCbor.encode(event.toBody()));

    assertThat(RunEvent.parse(event.kind(), body)).contains(event);
  }

  @ParameterizedTest
  @MethodSource("events")
  void aMissingFieldIsRefusedByName(RunEvent event) {
    for (String key : event.toBody().keys()) {
      if (List.of("snapshot", "again", "log", "notes").contains(key)) {
        continue; // may be null
      }
      var builder = Ipld.map();
      event
          .toBody()
          .fields()
          .forEach(
              (k, v) -> {
                if (!k.equals(key)) {
                  builder.put(k, v);
                }
              });
      assertThatThrownBy(() -> RunEvent.parse(event.kind(), builder.build()))
          .isInstanceOf(PeerdeckException.class)
          .hasMessageContaining(key);
    }
  }

  @Test
  void otherKindsAreNoRunEvents() {
    assertThat(RunEvent.parse("member.added", Ipld.map().build())).isEmpty();
  }

  @Test
  void jobsThatNeedEachOtherInACircleAreRefused() {
    assertThatThrownBy(() -> submission(List.of(job("a", "b"), job("b", "a"))))
        .hasMessageContaining("circle");
    assertThatThrownBy(() -> submission(List.of(job("a", "gone")))).hasMessageContaining("gone");
    assertThatThrownBy(() -> submission(List.of(job("a"), job("a")))).hasMessageContaining("twice");
    assertThatThrownBy(() -> submission(List.of())).hasMessageContaining("at least one");
  }

  @Test
  void aJobRestsOnAllItsNeedsRestOn() {
    Submission submission =
        submission(List.of(job("c", "b"), job("b", "a"), job("a"), job("d", "a", "c")));

    assertThat(submission.ancestors().get("d")).containsExactlyInAnyOrder("a", "b", "c");
    assertThat(submission.ancestors().get("a")).isEmpty();
  }
}
