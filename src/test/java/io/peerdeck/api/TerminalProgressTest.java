package io.peerdeck.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import io.peerdeck.Beside;
import io.peerdeck.Programs;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeConfig;
import io.peerdeck.node.TransferView;
import io.peerdeck.node.VendoredAction;
import io.peerdeck.node.VerifyProgress;
import io.peerdeck.node.VerifyView;
import io.peerdeck.panel.Script;
import io.peerdeck.schedule.RunStatus;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command line under a real terminal, made by `script`, and into a pipe, at a node whose work
/// takes until it is released.
@Beside
class TerminalProgressTest {
  private static final String ERASED = "\r" + (char) 27 + "[K";
  private static final String BOLD = (char) 27 + "[1m";
  private static final String USES = "actions/hello@" + "0".repeat(40);

  private static final String RUN = Script.cid(64);

  @TempDir private Path folder;
  private final CountDownLatch released = new CountDownLatch(1);
  private final CountDownLatch asked = new CountDownLatch(1);
  private Programs programs;

  @BeforeEach
  void begin() throws IOException {
    programs = new Programs(folder, Files.createDirectories(folder.resolve("data")));
  }

  @AfterEach
  void end() {
    released.countDown();
    programs.close();
  }

  private static String ended(Programs.Program program) throws Exception {
    int exit = program.exit();
    assertThat(exit).as(program.out() + program.err()).isZero();
    return program.out();
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
                case "run" -> {
                  return Script.run(
                      64, "nightly", RunStatus.COMPLETED, Script.tasks(RunStatus.COMPLETED));
                }
                case "saveArtifact" -> {
                  released.await();
                  return List.of(folder);
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
    if (!Programs.haveTerminals()) {
      System.getLogger(getClass().getName())
          .log(System.Logger.Level.WARNING, "NOT TRIED: no terminal can be made here");
      abort("no terminal can be made here");
    }
    Path data = programs.data();
    try (Node node = Node.open(NodeConfig.at(data).withName("working").withSlots(0).offline());
        ApiServer server =
            ApiServer.start(working(node), ApiToken.ofFolder(data, new SecureRandom()), 0)) {
      Files.writeString(data.resolve("api.address"), server.address());
      String[] verify = {"clock", "verify"};
      String[] save = {"workflow", "artifacts", RUN, "--save", folder.resolve("saved").toString()};
      Programs.Program piped = programs.start(verify);
      asked.await(); // it waits from here on, longer than the others need to tell of it
      Programs.Program verifying = programs.onTerminal(Map.of(), verify);
      Programs.Program vendoring = programs.onTerminal(Map.of(), "action", "vendor", USES, ".");
      Programs.Program saving = programs.onTerminal(Map.of(), save);
      Programs.Program saved = programs.start(save);
      verifying.says(ERASED + "checked 7 of 42 entries");
      vendoring.says(ERASED + "keeping actions/hello@0000000: hello.tar 1.0 MiB of 4.0 MiB");
      saving.says(ERASED + "saving artifacts: hello.tar 1.0 MiB of 4.0 MiB");
      released.countDown();
      assertThat(ended(verifying)).contains(ERASED + "All 42 entries");
      assertThat(ended(vendoring)).contains(ERASED + USES + " is kept");
      assertThat(ended(saving)).contains("shard-1", "Saved in ");
      assertThat(saving.out().lastIndexOf(ERASED))
          .as("gone when it is done")
          .isGreaterThan(saving.out().lastIndexOf("saving artifacts"));
      assertThat(ended(piped)).startsWith("All 42 entries");
      assertThat(ended(saved)).contains("shard-1", "Saved in ");
      assertThat(piped.out() + piped.err() + saved.out() + saved.err())
          .doesNotContain(ERASED, "checked 7", "saving");
      Programs.Program coloured = programs.onTerminal(Map.of(), "peer", "list");
      Programs.Program plain = programs.onTerminal(Map.of("NO_COLOR", "1"), "peer", "list");
      assertThat(ended(coloured)).contains("working", BOLD);
      assertThat(ended(plain)).contains("working").doesNotContain(BOLD);
    }
  }

  @Test
  void aNodeThatIsStartedIsCalledAsTheEarlierSystemWasTold() throws Exception {
    Files.writeString(programs.data().resolve("config.yaml"), "network: off\n");
    Programs.Program named = programs.start(Map.of("P2P_PEER_ID", "deck-7"), "peer", "list");
    assertThat(ended(named)).contains("deck-7");
  }
}
