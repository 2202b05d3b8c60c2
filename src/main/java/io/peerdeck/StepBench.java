package io.peerdeck;

import io.peerdeck.runner.ActionPort;
import io.peerdeck.runner.ArtifactPort;
import io.peerdeck.runner.CachePort;
import io.peerdeck.runner.CancelToken;
import io.peerdeck.runner.Conclusion;
import io.peerdeck.runner.Isolation;
import io.peerdeck.runner.JobFolder;
import io.peerdeck.runner.JobFolders;
import io.peerdeck.runner.JobGrants;
import io.peerdeck.runner.JobLimits;
import io.peerdeck.runner.JobOutcome;
import io.peerdeck.runner.JobRequest;
import io.peerdeck.runner.JobRunner;
import io.peerdeck.runner.LogSpool;
import io.peerdeck.runner.RunnerSetup;
import io.peerdeck.runner.Sandbox;
import io.peerdeck.runner.SandboxLimits;
import io.peerdeck.runner.Scratch;
import io.peerdeck.runner.SnapshotSource;
import io.peerdeck.workflow.Plan;
import io.peerdeck.workflow.Value;
import io.peerdeck.workflow.Workflow;
import io.peerdeck.workflow.WorkflowFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a step and a job cost beside the processes they are for, how fast a job's output is spooled
/// and a workflow file is read.
final class StepBench implements AutoCloseable {
  private static final int STEPS = 200;
  private static final int JOBS = 50;
  private static final int ROUNDS = 3;
  private static final int LINES = 1_000_000;
  private static final int PARSES = 400;
  private static final double STEP_MILLIS = 3;
  private static final double JOB_MILLIS = 10;
  private static final double LINES_PER_SECOND = 100_000;
  private static final double PARSE_MILLIS = 3;

  private final Path folder;
  private final JobRunner runner;
  private final JobFolders places;
  private int jobs;

  /// @param folder empty; what the bench writes stays there
  StepBench(Path folder, SecureRandom random) throws IOException {
    this.folder = folder;
    this.places =
        new JobFolders(
            Files.createDirectory(folder.resolve("jobs")), Scratch.of(folder, Optional.empty()));
    this.runner = new JobRunner(RunnerSetup.system("bench", "bench", random));
  }

  /// `run.step`: milliseconds a step takes beyond its process, on the host; `run.jobSetup`:
  /// milliseconds a job takes beyond its one step, on the host; `run.jobSetup.sandboxed`: the same
  /// in a sandbox, beside what the sandbox takes by itself; each the median of three rounds, with
  /// the bare processes in the same round. `run.spool`: lines per second of a job that writes as
  /// fast as it can, all of them on disk. `run.parse200.p50`: a workflow of 200 lines read and
  /// checked.
  List<Figure> run() throws IOException, InterruptedException {
    final List<Figure> figures = new ArrayList<>(jobs(new Isolation.Host(""), "", 0));
    final Optional<Sandbox> sandbox =
        Sandbox.find(RunnerSetup.SYSTEM_PATH, List.of(folder)).sandbox();
    if (sandbox.isPresent()) {
      final Isolation sandboxed =
          new Isolation.Sandboxed(sandbox.get(), false, SandboxLimits.standard());
      figures.addAll(jobs(sandboxed, ".sandboxed", 1));
    }
    figures.add(spooled());
    figures.add(parsed());
    return figures;
  }

  /// @param share of the sandbox's own cost that is no overhead
  private List<Figure> jobs(Isolation isolation, String suffix, int share)
      throws IOException, InterruptedException {
    final List<String> step = BareProcess.ofStep(folder);
    try (BareProcess.Job boxed = BareProcess.ofJob(folder)) {
      return jobs(isolation, suffix, share, step, boxed.command());
    }
  }

  private List<Figure> jobs(
      Isolation isolation, String suffix, int share, List<String> step, List<String> boxed)
      throws IOException, InterruptedException {
    final Workflow many = workflow(STEPS);
    final Workflow one = workflow(1);
    job(many, isolation, "");
    bare(step, STEPS);
    final double[] steps = new double[ROUNDS];
    final double[] setups = new double[ROUNDS];
    final double[] processes = new double[ROUNDS];
    final double[] boxes = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      processes[round] = bare(step, STEPS);
      boxes[round] = bare(boxed, JOBS) - processes[round];
      final long start = System.nanoTime();
      job(many, isolation, "");
      final double all = millis(start);
      final long again = System.nanoTime();
      for (int i = 0; i < JOBS; i++) {
        job(one, isolation, "");
      }
      final double single = millis(again) / JOBS;
      // A job of n steps costs setup + n × step; two sizes tell both.
      final double perStep = (all - single) / (STEPS - 1);
      steps[round] = perStep - processes[round];
      setups[round] = single - perStep;
    }
    final double box = median(boxes);
    return List.of(
        new Figure(
            "run.step" + suffix,
            median(steps),
            "ms",
            STEP_MILLIS,
            new Figure.Anchor("bare process, ms", median(processes))),
        new Figure(
            "run.jobSetup" + suffix,
            median(setups),
            "ms",
            JOB_MILLIS + share * box,
            new Figure.Anchor("bare sandbox, ms", box)));
  }

  private static Workflow workflow(int steps) {
    return WorkflowFile.parse(
            "bench.yml",
            ("name: p2p-workflow bench\non: push\njobs:\n  job:\n    runs-on: linux\n    steps:\n"
                    + "      - run: 'true'\n".repeat(steps))
                .getBytes(StandardCharsets.UTF_8))
        .orThrow();
  }

  /// Milliseconds of a command, run so often one after the other by the JDK.
  private double bare(List<String> command, int count) throws IOException, InterruptedException {
    final long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      BareProcess.run(command, folder);
    }
    return millis(start) / count;
  }

  private JobOutcome job(Workflow workflow, Isolation isolation, String more) {
    final String name = "job-" + jobs++ + more;
    final LogSpool spool = LogSpool.create(folder.resolve(name + ".log"));
    final JobFolder place = places.create(name);
    try {
      final JobOutcome outcome =
          runner.run(
              new JobRequest(
                  workflow,
                  workflow.jobs().values().iterator().next(),
                  Plan.of(workflow).jobs().getFirst().instances().getFirst(),
                  new Value.Obj(Map.of()),
                  Map.of(),
                  new Value.Obj(Map.of()),
                  place,
                  SnapshotSource.none(),
                  ArtifactPort.none(),
                  CachePort.none(),
                  JobLimits.DEFAULT,
                  JobGrants.of(isolation),
                  ActionPort.none()),
              spool,
              new CancelToken());
      if (outcome.conclusion() != Conclusion.SUCCESS) {
        throw new IllegalStateException(outcome.message());
      }
      return outcome;
    } finally {
      places.discard(place);
      spool.release();
    }
  }

  private Figure spooled() throws IOException {
    final Workflow workflow =
        WorkflowFile.parse(
                "lines.yml",
                """
                name: p2p-workflow lines
                on: push
                jobs: {job: {runs-on: linux, steps: [{run: "seq -f 'line %%.0f of many lines' %d"}]}}
                """
                    .formatted(LINES)
                    .getBytes(StandardCharsets.UTF_8))
            .orThrow();
    double best = 0;
    for (int round = 0; round < 3; round++) {
      final String name = "-lines-" + round;
      final long start = System.nanoTime();
      job(workflow, new Isolation.Host(""), name);
      best = Math.max(best, LINES / (millis(start) / 1000));
      final Path log = folder.resolve("job-" + (jobs - 1) + name + ".log");
      try (var lines = Files.lines(log)) {
        final long kept = lines.filter(line -> line.contains("of many lines\"")).count();
        if (kept != LINES) {
          throw new IllegalStateException(kept + " lines were kept of " + LINES);
        }
      }
    }
    return new Figure("run.spool", best, "lines/s", LINES_PER_SECOND, null);
  }

  private static Figure parsed() {
    final StringBuilder text =
        new StringBuilder(
            "name: p2p-workflow parse\non: [push, workflow_dispatch]\nenv:\n  A: a\njobs:\n");
    int lines = 5;
    for (int job = 0; lines < 195; job++) {
      text.append("  job-").append(job).append(":\n");
      text.append("    runs-on: ubuntu-latest\n");
      text.append(job == 0 ? "    timeout-minutes: 9\n" : "    needs: job-" + (job - 1) + "\n");
      text.append("    if: success() && github.ref != 'refs/heads/none'\n    steps:\n");
      lines += 5;
      for (int step = 0; step < 4 && lines < 195; step++) {
        text.append("      - name: Step ").append(step).append("\n");
        text.append("        id: s").append(step).append("\n");
        text.append("        env: {B: \"${{ env.A }}-${{ github.run_id }}\"}\n");
        text.append("        run: |\n          echo one ${{ format('{0}', env.B) }}\n");
        lines += 5;
      }
    }
    final byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    final long[] nanos = new long[PARSES];
    for (int round = -PARSES; round < PARSES; round++) {
      final long start = System.nanoTime();
      WorkflowFile.parse("bench.yml", bytes).orThrow();
      if (round >= 0) {
        nanos[round] = System.nanoTime() - start;
      }
    }
    Arrays.sort(nanos);
    return new Figure("run.parse200.p50", nanos[PARSES / 2] / 1e6, "ms", PARSE_MILLIS, null);
  }

  @Override
  public void close() {
    places.close();
  }

  private static double median(double[] values) {
    final double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static double millis(long since) {
    return (System.nanoTime() - since) / 1e6;
  }
}
