package io.peerdeck.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What jobs leave open. The whole process's descriptors are counted, so nothing else runs beside.
class JobDescriptorsTest {
  @TempDir Path folder;

  @Test
  void jobsLeaveNoDescriptorsBehind() throws Exception {
    runAndCancel("warm");
    final long before = descriptors();
    for (int i = 0; i < 10; i++) {
      runAndCancel("job" + i);
    }
    assertThat(descriptors()).isLessThan(before + 5);
  }

  private void runAndCancel(String name) throws Exception {
    final JobFixture job = new JobFixture(Files.createDirectory(folder.resolve(name)));
    final Future<JobOutcome> outcome =
        job.inBackground(
            "- run: sleep 7015 >/dev/null 2>&1 & exit 3\n"
                + "- if: always()\n"
                + "  run: echo started; sleep 7015\n");
    await().atMost(Duration.ofSeconds(20)).until(() -> job.output().contains("started"));
    job.token.stop("enough");
    assertThat(outcome.get(20, TimeUnit.SECONDS).conclusion()).isEqualTo(Conclusion.CANCELLED);
    job.folder.close();
  }

  private static long descriptors() throws Exception {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(fd -> Files.isSymbolicLink(fd) && pointsToPipe(fd)).count();
    }
  }

  private static boolean pointsToPipe(Path fd) {
    try {
      final String target = Files.readSymbolicLink(fd).toString();
      return target.startsWith("pipe:") || target.startsWith("anon_inode:");
    } catch (java.io.IOException e) {
      return false; // closed in between
    }
  }
}
