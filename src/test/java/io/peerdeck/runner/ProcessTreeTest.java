package io.peerdeck.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ProcessTreeTest {
  private static final long LIMIT = 700_007;

  @Test
  void whatTheNodeStartsForItselfWhileAStepBeginsIsNoProcessOfTheJob() throws Exception {
    try (NativeCalls calls = new NativeCalls()) {
      final ProcessTree tree = new ProcessTree(calls, PidWindow.all());
      final Process own = whileMarked(calls, "sleep", "7031");
      final Process apart = whileMarked(calls, "setsid", "sleep", "7032");
      try {
        await()
            .atMost(Duration.ofSeconds(20))
            .untilAsserted(
                () ->
                    assertThat(tree.find("nobody.nothing.", LIMIT))
                        .extracting(ProcessTree.Member::pid)
                        .containsExactly((int) apart.pid()));
        assertThat(own.isAlive()).isTrue();
      } finally {
        own.destroyForcibly();
        apart.destroyForcibly();
      }
    }
  }

  private static Process whileMarked(NativeCalls calls, String... command) {
    return calls.withSoftLimit(
        ProcessTree.MARKED_LIMIT,
        LIMIT,
        () -> {
          try {
            return new ProcessBuilder(command).start();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }
}
