package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The fleet over a network that the kernel itself slows down, shuffles and drops from, in a
/// network namespace of its own. [RelayedFleetTest] does what it can without the kernel.
@Tag("full")
@Timeout(180)
class NetemTest {
  private static final Logger LOG = LoggerFactory.getLogger(NetemTest.class);
  private static final String UP = "ip link set lo up && tc qdisc add dev lo root netem ";

  @TempDir Path temporary;

  @Test
  void aFleetAgreesOverASlowLossyNetworkOfTheKernels() throws Exception {
    Process probe = inNamespace(UP + "delay 1ms");
    String refusal = new String(probe.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    if (probe.waitFor() != 0) {
      LOG.warn("SKIPPED: this kernel has no netem for a namespace: {}", refusal.strip());
      abort("no netem here: " + refusal.strip());
    }

    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    Process fleet =
        inNamespace(
            UP
                + "delay 100ms 20ms loss 2% && exec "
                + String.join(
                    " ",
                    java,
                    "--enable-native-access=ALL-UNNAMED",
                    "-Xmx768m",
                    "-cp",
                    "'" + classes + "'",
                    NetemTest.class.getName(),
                    "'" + temporary + "'"));
    try {
      assertThat(fleet.waitFor(150, TimeUnit.SECONDS)).as("ended in time").isTrue();
      assertThat(new String(fleet.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("all agree");
    } finally {
      fleet.destroyForcibly();
    }
  }

  private static Process inNamespace(String script) throws IOException {
    return new ProcessBuilder("unshare", "--user", "--map-root-user", "--net", "sh", "-c", script)
        .start();
  }

  /// What runs inside: five nodes run a job of five instances and agree on everything.
  ///
  /// @param arguments a folder
  public static void main(String... arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Workflows workflows = new Workflows(folder.resolve("work"));
    try (TestFleet fleet = new TestFleet(folder, 5, 1)) {
      String run = fleet.node(1).submit(SubmitRequest.of(workflows.matrix(5, "true"))).id();
      fleet.awaitAgreement(Duration.ofSeconds(90), List.of(run));
      System.out.println("all agree");
    }
  }
}
