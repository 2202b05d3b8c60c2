package io.peerdeck.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Jobs that write much, long or strange lines.
class LogVolumeTest {
  @TempDir Path folder;

  @Test
  void aHundredThousandLinesAreSpooledWholeAndInOrder() {
    final JobFixture job = new JobFixture(folder);
    final LogSpool spool = LogSpool.create(folder.resolve("log"));
    new JobRunner(JobFixture.setup()).run(job.request(file("seq 1 100000")), spool, job.token);
    spool.close();
    long at = 0;
    long expected = 1;
    boolean end = false;
    while (!end) {
      final LogSpool.Part part = spool.read(at, 1 << 20);
      for (final LogLine line : part.lines()) {
        if (line.stream() == LogLine.Stream.OUT) {
          assertThat(line.text()).isEqualTo(Long.toString(expected++));
        }
      }
      at = part.next();
      end = part.end();
    }
    assertThat(expected).isEqualTo(100_001);
    spool.release();
  }

  @Test
  void theLogStopsAtItsLimitAndSaysSo() throws Exception {
    final JobFixture job = new JobFixture(folder);
    job.limits = job.limits.withLogBytes(1 << 20);
    final LogSpool spool = LogSpool.create(folder.resolve("log"));
    final JobOutcome outcome =
        new JobRunner(JobFixture.setup())
            .run(job.request(file("yes a-line-of-some-length | head -n 500000")), spool, job.token);
    spool.close();
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
    assertThat(Files.size(spool.file())).isBetween(1L << 20, 8L << 20);
    final List<LogLine> lines = LogSpool.parse(Files.readAllBytes(spool.file()));
    assertThat(lines).anyMatch(line -> line.text().contains("reached its limit of 1.0 MiB"));
    assertThat(lines.getLast().text())
        .startsWith("The log ends here: 4")
        .endsWith("were not kept.");
    spool.release();
  }

  @Test
  void aMegabyteLineAndBinaryOutputAreSplit() {
    final JobFixture job = new JobFixture(folder);
    final JobOutcome outcome =
        job.steps(
            """
            - run: head -c 1000000 /dev/zero | tr '\\0' x; echo; printf 'no line end'
            - run: head -c 300000 /dev/urandom
            """);
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
    final List<String> first =
        job.lines.stream()
            .filter(line -> line.step() == 1 && line.stream() == LogLine.Stream.OUT)
            .map(LogLine::text)
            .toList();
    assertThat(String.join("", first)).isEqualTo("x".repeat(1_000_000) + "no line end");
    assertThat(job.lines)
        .allMatch(
            line ->
                line.text().getBytes(java.nio.charset.StandardCharsets.UTF_8).length
                    <= LogLine.MAX_BYTES);
  }

  @Test
  void lateOutputOfAProcessSubstitutionIsNotLost() {
    final JobFixture job = new JobFixture(folder);
    final JobOutcome outcome =
        job.steps(
            "- run: 'exec > >(while read -r l; do sleep 0.1; echo \"got $l\"; done); echo one; echo"
                + " two'\n");
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.SUCCESS);
    assertThat(job.output()).containsExactly("got one", "got two");
  }

  @Test
  void aLogThatCannotBeWrittenEndsTheJob() {
    final JobFixture job = new JobFixture(folder);
    final LogSink full =
        line -> {
          if (line.stream() == LogLine.Stream.OUT) {
            throw new RunnerException("no space left");
          }
        };
    final JobOutcome outcome =
        new JobRunner(JobFixture.setup())
            .run(job.request(file("echo x; sleep 7030")), full, job.token);
    assertThat(outcome.conclusion()).isEqualTo(Conclusion.FAILURE);
    assertThat(outcome.message()).isEqualTo("The job's log cannot be written: no space left");
  }

  private static String file(String script) {
    return "on: push\njobs:\n  job:\n    runs-on: ubuntu-latest\n    steps:\n      - run: "
        + script
        + "\n";
  }
}
