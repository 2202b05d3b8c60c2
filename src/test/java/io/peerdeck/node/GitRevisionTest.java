package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.schedule.RunStatus;
import io.peerdeck.workflow.Revision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GitRevisionTest {
  @TempDir Path temporary;
  private Path folder;

  @BeforeEach
  void repository() throws Exception {
    folder = Files.createDirectories(temporary.resolve("project"));
    git("init", "-q", "-b", "main");
  }

  @Test
  void whatIsCheckedOutIsToldInFull() throws Exception {
    assertThat(GitRevision.of(temporary)).isEqualTo(Revision.NONE);
    assertThat(GitRevision.of(folder)).as("no commit yet").isEqualTo(Revision.NONE);
    commit();
    String sha = git("rev-parse", "HEAD");
    assertThat(GitRevision.of(folder)).isEqualTo(new Revision("", "refs/heads/main", sha));
    for (String url :
        List.of(
            "git@github.com:octo/tools.git",
            "https://user:secret@example.org/octo/tools.git",
            "ssh://git@example.org:22/octo/tools/")) {
      git("config", "remote.origin.url", url);
      assertThat(GitRevision.of(folder).repository()).as(url).isEqualTo("octo/tools");
    }
    git("checkout", "-q", "--detach");
    assertThat(GitRevision.of(folder)).isEqualTo(new Revision("octo/tools", "", sha));
  }

  @Test
  void aJobKnowsItAndAGroupMayBeNamedByIt() throws Exception {
    Path file =
        Files.writeString(
            folder.resolve("ci.yml"),
            """
            name: p2p-workflow ci
            on: push
            concurrency: ${{ github.workflow }}-${{ github.head_ref || github.ref }}
            jobs:
              a:
                runs-on: linux
                steps:
                  - uses: actions/checkout@v4
                  - run: test "$GITHUB_REF_NAME ${{ github.ref_type }} $GITHUB_SHA" = "main branch $(cat sha)"
                  - run: test "${{ github.repository_owner }} $GITHUB_REPOSITORY" = "octo octo/tools"
            """);
    git("add", "ci.yml");
    commit();
    git("config", "remote.origin.url", "https://example.org/octo/tools.git");
    Files.writeString(folder.resolve("sha"), git("rev-parse", "HEAD"));
    git("add", "sha");
    try (Node node = Node.open(NodeConfig.at(temporary.resolve("data")).offline())) {
      String run = node.submit(SubmitRequest.of(file).withFolder(folder)).id();
      Awaitility.await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> node.run(run).summary().status().finished());
      assertThat(node.run(run).summary().status()).isEqualTo(RunStatus.COMPLETED);
    }
  }

  private void commit() throws Exception {
    git(
        "-c",
        "user.name=test",
        "-c",
        "user.email=test@example.org",
        "commit",
        "-q",
        "--allow-empty",
        "-m",
        "x");
  }

  private String git(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(arguments));
    Process git = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(git.waitFor()).as(said).isZero();
    return said.strip();
  }
}
