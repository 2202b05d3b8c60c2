package io.peerdeck.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said at submit of the actions in the workspace.
class SubmittedActionsTest {
  @TempDir Path temporary;

  @Test
  void actionsThatCannotRunAreRefusedAtTheStepThatUsesThem() throws Exception {
    write("good/action.yaml", "runs: {using: composite, steps: [{uses: ./inner}]}\n");
    write("inner/action.yml", "runs:\n  using: docker\n  image: Dockerfile\n");
    write("image/Dockerfile", "FROM scratch\n");
    write(
        "nosy/action.yml",
        "runs: {using: composite, steps: [{run: 'echo ${{ secrets.KEY }}', shell: sh}]}\n");
    write("fine/action.yml", "runs: {using: node20, main: a.js}\n");
    Path file =
        write(
            "wf.yml",
            """
            name: p2p-workflow actions
            on: push
            jobs:
              a:
                runs-on: linux
                steps:
                  - uses: ./fine
                  - uses: ./good
                  - uses: ./image
                  - uses: ./made/later
                  - uses: ./nosy
            """);
    WorkflowDesk.Prepared prepared =
        new WorkflowDesk(
                temporary.resolve("data"),
                (workflow, folder) -> new UsedActions.Resolved(Map.of(), List.of()),
                (request, workflow, plan, files) -> workflow.title(),
                Map::of)
            .prepare(SubmitRequest.of(file).withFolder(temporary));
    assertThat(prepared.problems())
        .extracting(
            problem ->
                problem.line()
                    + " "
                    + problem.error()
                    + (problem.line() == 11 ? "" : " " + problem.message()))
        .containsExactly(
            "8 true The action './inner' cannot run: inner/action.yml:2:10: error: Docker actions"
                + " do not run on a peer; do the same in a run step",
            "9 true './image' is a Docker action, which do not run on a peer; do the same in a run"
                + " step",
            "10 false Can't find 'action.yml' or 'action.yaml' under './made/later' in the"
                + " snapshot; the step fails unless one before it makes it",
            "11 true");
    assertThat(prepared.problems().getLast().message())
        .startsWith("The action './nosy' cannot run: nosy/action.yml:1:")
        .contains("Unrecognized named-value: 'secrets'");
  }

  private Path write(String name, String text) throws Exception {
    Path file = temporary.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
