package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.fleet.Member;
import io.peerdeck.fleet.Role;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.KeyPair;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.runner.SandboxLimits;
import io.peerdeck.schedule.RunState;
import io.peerdeck.schedule.RunStatus;
import io.peerdeck.schedule.Submission;
import io.peerdeck.schedule.TaskKey;
import io.peerdeck.workflow.Plan;
import io.peerdeck.workflow.Workflow;
import io.peerdeck.workflow.WorkflowFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Each check before a run refuses by itself with its own words, and the first in order is told.
class RunChecksTest {
  private static final PeerId SUBMITTER = peer(1);
  private static final PeerId SELF = peer(2);
  private static final PeerId AUTHOR = peer(3);
  private static final TaskKey TASK = new TaskKey("build", 0);

  private final World world = new World();
  private final RunChecks checks = RunChecks.of(world);

  private static PeerId peer(int seed) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) seed;
    return KeyPair.fromSeed(bytes).peerId();
  }

  private Optional<String> refusal() {
    return checks.refusal(new RunChecks.Asked(run(), TASK, Set.of(SUBMITTER, AUTHOR)));
  }

  private static RunState run() {
    Cid cid = Cid.of(Cid.RAW, new byte[] {1});
    Submission submission =
        Submission.of(
                "CI",
                "ci.yml",
                cid,
                List.of(new Submission.Job("build", List.of(), List.of("linux"), 1)))
            .snapshot(cid)
            .tags("p2p-workflow")
            .build();
    return new RunState(
        cid,
        submission,
        SUBMITTER,
        1,
        1,
        RunStatus.PENDING,
        false,
        5,
        Optional.empty(),
        SUBMITTER,
        List.of(),
        Map.of());
  }

  @Test
  void theChecksStandInTheOrderOfTheDesign() {
    assertThat(checks.checks())
        .extracting(RunChecks.Check::name)
        .containsExactly(
            "membership",
            "trust",
            "role and labels",
            "tag",
            "limits",
            "file and uses",
            "secrets",
            "approval");
    assertThat(refusal()).isEmpty();
  }

  @Test
  void everyCheckHasItsOwnWordsAndTheFirstCounts() {
    world.approval = Optional.of("this machine's operator has not approved it yet");
    assertThat(refusal()).hasValueSatisfying(why -> assertThat(why).contains("has not approved"));
    world.secrets = Optional.of("it needs the secret TOKEN");
    assertThat(refusal()).hasValueSatisfying(why -> assertThat(why).contains("secret TOKEN"));
    world.fault = Optional.of("uses: owner/action@main is not pinned");
    assertThat(refusal()).hasValueSatisfying(why -> assertThat(why).contains("not pinned"));
    world.bytes = SandboxLimits.standard().disk() + 1;
    assertThat(refusal()).hasValueSatisfying(why -> assertThat(why).contains("snapshot has"));
    world.text = "name: plain\non: push\njobs: {build: {runs-on: linux, steps: [{run: 'true'}]}}\n";
    assertThat(refusal()).hasValueSatisfying(why -> assertThat(why).contains("it has none"));
    world.labels = Set.of("windows");
    assertThat(refusal()).hasValueSatisfying(why -> assertThat(why).contains("labels linux"));
    world.roles = Set.of(Role.WORKER);
    assertThat(refusal()).hasValueSatisfying(why -> assertThat(why).contains("no operator"));
    world.distrusted = Set.of(AUTHOR);
    assertThat(refusal()).hasValueSatisfying(why -> assertThat(why).contains("in a sandbox only"));
    world.frozen = true;
    assertThat(refusal()).hasValueSatisfying(why -> assertThat(why).contains("two different"));
    world.members = Set.of(SELF);
    assertThat(refusal()).hasValueSatisfying(why -> assertThat(why).contains("no member"));
  }

  @Test
  void aResultOfSomebodyOnlyTrustedInASandboxDoesNotReachAHostJob() {
    world.distrusted = Set.of(AUTHOR);
    assertThat(refusal())
        .contains("this machine runs jobs of " + AUTHOR + " in a sandbox only, and has none");
  }

  private static final class World implements RunChecks.Sight {
    Set<PeerId> members = Set.of(SUBMITTER, SELF, AUTHOR);
    Set<Role> roles = Set.of(Role.OPERATOR, Role.WORKER);
    Set<String> labels = Set.of("linux", "x64");
    boolean frozen;
    Set<PeerId> distrusted = Set.of();
    String text =
        "name: p2p-workflow\non: push\njobs: {build: {runs-on: linux, steps: [{run: 'true'}]}}\n";
    Optional<String> fault = Optional.empty();
    long bytes = 10;
    Optional<String> secrets = Optional.empty();
    Optional<String> approval = Optional.empty();

    @Override
    public Optional<Member> member(PeerId peer) {
      return members.contains(peer)
          ? Optional.of(new Member(peer, "n", List.of(), roles, labels, 1, false, Optional.empty()))
          : Optional.empty();
    }

    @Override
    public boolean frozen(PeerId peer) {
      return frozen;
    }

    @Override
    public PeerId self() {
      return SELF;
    }

    @Override
    public String name(PeerId peer) {
      return peer.toString();
    }

    @Override
    public Optional<String> distrust(PeerId peer) {
      return distrusted.contains(peer)
          ? Optional.of("this machine runs jobs of " + peer + " in a sandbox only, and has none")
          : Optional.empty();
    }

    @Override
    public Optional<SubmittedFiles.Opened> file(RunState run) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      Workflow workflow = WorkflowFile.parse("ci.yml", bytes).workflow().orElseThrow();
      return Optional.of(SubmittedFiles.Opened.of(workflow, Plan.of(workflow), bytes));
    }

    @Override
    public Optional<String> fault(RunState run, TaskKey task) {
      return fault;
    }

    @Override
    public Optional<Long> snapshotBytes(RunState run) {
      return Optional.of(bytes);
    }

    @Override
    public Optional<String> secrets(RunState run, TaskKey task) {
      return secrets;
    }

    @Override
    public Optional<String> approval(RunState run) {
      return approval;
    }
  }
}
