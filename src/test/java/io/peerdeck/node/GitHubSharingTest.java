package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.Beside;
import io.peerdeck.github.GitHubModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Three nodes of one fleet before a model of GitHub.
@Timeout(90)
@Beside
class GitHubSharingTest {
  private static final int NODES = 3;
  private static final int QUESTIONS = 12;
  // Before a node has seen that the repository is public, it tells nobody what it asks.
  private static final int FIRST = NODES - 1;

  private final GitHubModel model = GitHubModel.start(InstantSource.system());

  @TempDir private Path folder;

  @AfterEach
  void stop() {
    model.close();
  }

  @Test
  void whatOneAskedTheOthersHaveFromItAndConfirmThemselvesWhatDecides() throws IOException {
    for (int number = 0; number < NODES; number++) {
      Files.writeString(
          Files.createDirectories(folder.resolve("node-" + number)).resolve("config.yaml"),
          "mdns: off\ngithub: on\ngithub-port: 0\ngithub-api: " + model.base() + "\n");
    }
    model.limit("", 1000);
    try (TestFleet fleet = new TestFleet(folder, NODES, 1)) {
      int peerHits = 0;
      for (int question = 0; question < QUESTIONS; question++) {
        String target = "/repos/o/r/issues/" + question;
        model.put(target, "{\"number\":" + question + "}");
        for (Node node : fleet.nodes()) {
          GitHubAnswerView answer = node.gitHub(target, Optional.empty(), false);
          assertThat(answer.body()).isEqualTo("{\"number\":" + question + "}");
          if (answer.mode().equals("peer-hit")) {
            peerHits++;
            assertThat(answer.trust()).startsWith("T1");
          }
          assertThat(node.gitHub(target, Optional.empty(), true).trust()).startsWith("T2");
        }
      }
      assertThat(peerHits).isGreaterThanOrEqualTo(QUESTIONS * (NODES - 2) - FIRST);
      assertThat(model.calls().stream().filter(call -> call.status() == 200).count())
          .isBetween((long) QUESTIONS, (long) QUESTIONS + FIRST);
    }
  }
}
