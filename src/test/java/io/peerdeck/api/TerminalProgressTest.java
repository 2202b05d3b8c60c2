package io.peerdeck.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.peerdeck.Beside;
import io.peerdeck.Main;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeConfig;
import io.peerdeck.node.TransferView;
import io.peerdeck.node.VendoredAction;
import io.peerdeck.node.VerifyProgress;
import io.peerdeck.node.VerifyView;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command line under a real terminal, made by `script`, and into a pipe, at a node whose work
/// takes until it is released.
@Beside
class TerminalProgressTest {
  private static final Path SCRIPT = Path.of("/usr/bin/script");
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String ERASED = "\r" + (char) 27 + "[K";
  private static final String BOLD = (char) 27 + "[1m";
  private static final String USES = "actions/hello@" + "0".repeat(40);

  @TempDir private Path folder;
  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch asked = new CountDownLatch(1);
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    released.countDown();
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  /// A command that was started.
  private record Run(Process process, Path said) {
    String text() throws IOException {
      return Files.readString(said);
    }

    void says(String text) {
      Awaitility.await().atMost(PATIENCE).untilAsserted(() -> assertThat(text()).contains(text));
    }

    String end() throws Exception {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as(text()).isTrue();
      assertThat(process.exitValue()).as(text()).isZero();
      return text();
    }
  }

  private Run start(boolean terminal, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
    command.addAll(List.of(arguments));
    if (terminal) {
      String line =
          command.stream()
              .map(word -> "'" + word.replace("'", "'\\''") + "'")
              .collect(Collectors.joining(" "));
      command = List.of(SCRIPT.toString(), "-qec", line, "/dev/null");
    }
    Path said = folder.resolve("said-" + started.size());
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile());
    builder.environment().remove("NO_COLOR");
    builder.environment().put("TERM", "xterm");
    builder.environment().putAll(environment);
    Run run = new Run(builder.start(), said);
    started.add(run.process);
    return run;
  }

  /// The real node, but for long work, which waits in its midst.
  private Node working(Node node) {
    TransferView moving =
        new TransferView(
            "1",
            "bafy",
            Optional.of("hello.tar"),
            "in",
            node.status().self(),
            1 << 20,
            4 << 20,
            0,
            Optional.empty(),
            "running",
            Optional.empty(),
            Instant.EPOCH);
    return (Node)
        Proxy.newProxyInstance(
            Node.class.getClassLoader(),
            new Class<?>[] {Node.class},
            (proxy, method, arguments) -> {
              switch (method.getName()) {
                case "verifyClock" -> {
                  @SuppressWarnings("unchecked")
                  Consumer<VerifyProgress> progress = (Consumer<VerifyProgress>) arguments[0];
                  progress.accept(new VerifyProgress(7, 42));
                  asked.countDown();
                  released.await();
                  return new VerifyView(42, true, List.of(), List.of(), Duration.ofSeconds(1));
                }
                case "vendorAction" -> {
                  released.await();
                  return new VendoredAction(USES, "bafy", 1, 1, node.status().self());
                }
                case "transfers" -> {
                  return List.of(moving);
                }
                default -> {
                  try {
                    return method.invoke(node, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                }
              }
            });
  }

  @Test
  void longWorkTellsHowFarItIsOnATerminalAndNothingIntoAPipe() throws Exception {
    if (!Files.isExecutable(SCRIPT)) {
      System.getLogger(getClass().getName())
          .log(System.Logger.Level.WARNING, "NOT TRIED: no terminal can be made without " + SCRIPT);
      abort("no terminal can be made without " + SCRIPT);
    }
    Path data = folder.resolve("data");
    try (Node node = Node.open(NodeConfig.at(data).withName("working").withSlots(0).offline());
        ApiServer server =
            ApiServer.start(working(node), ApiToken.ofFolder(data, new SecureRandom()), 0)) {
      Files.writeString(data.resolve("api.address"), server.address());
      String[] verify = {"clock", "verify", "--data", data.toString()};
      Run piped = start(false, Map.of(), verify);
      asked.await(); // it waits from here on, longer than the others need to tell of it
      Run verifying = start(true, Map.of(), verify);
      Run vendoring =
          start(true, Map.of(), "action", "vendor", USES, ".", "--data", data.toString());
      verifying.says(ERASED + "checked 7 of 42 entries");
      vendoring.says(ERASED + "keeping actions/hello@0000000: hello.tar 1.0 MiB of 4.0 MiB");
      released.countDown();
      assertThat(verifying.end()).contains(ERASED + "All 42 entries");
      assertThat(vendoring.end()).contains(ERASED + USES + " is kept");
      assertThat(piped.end()).startsWith("All 42 entries").doesNotContain(ERASED, "checked 7");
      String[] peers = {"peer", "list", "--data", data.toString()};
      Run coloured = start(true, Map.of(), peers);
      Run plain = start(true, Map.of("NO_COLOR", "1"), peers);
      assertThat(coloured.end()).contains("working", BOLD);
      assertThat(plain.end()).contains("working").doesNotContain(BOLD);
    }
  }

  @Test
  void aNodeThatIsStartedIsCalledAsTheEarlierSystemWasTold() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(data.resolve("config.yaml"), "network: off\n");
    Run named =
        start(false, Map.of("P2P_PEER_ID", "deck-7"), "peer", "list", "--data", data.toString());
    assertThat(named.end()).contains("deck-7");
  }
}
