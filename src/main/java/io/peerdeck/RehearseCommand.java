package io.peerdeck;

import io.peerdeck.api.NodeHost;
import io.peerdeck.cli.CommandLineTool;
import io.peerdeck.cli.CommonOptions;
import io.peerdeck.node.NodeConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `peerdeck rehearse`: does once what people do, so that the virtual machine's ahead-of-time cache
/// can be made from it while the installers are built. Hidden, and of no use besides.
@Command(name = "rehearse", hidden = true, description = "train the ahead-of-time cache")
final class RehearseCommand implements Callable<Integer> {
  private static final List<List<String>> COMMANDS =
      List.of(
          List.of("--help"),
          List.of("workflow", "--help"),
          List.of("workflow", "list"),
          List.of("workflow", "list", "--json"),
          List.of("config", "list"),
          List.of("stats"),
          List.of("peer", "list", "--json"),
          List.of("clock", "verify"));

  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "FOLDER", description = "an empty folder to rehearse in")
  private Path folder = Path.of("");

  @Option(names = "--commands", description = "only commands, and no second node")
  private boolean commandsOnly;

  @Override
  public Integer call() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    if (commandsOnly) {
      try (NodeHost host = NodeHost.start(NodeConfig.at(data).withName("first").offline())) {
        run(submission(), data);
        for (List<String> line : COMMANDS) {
          run(line, data);
        }
        common.out().println("Rehearsed the commands on " + host.address() + ".");
      }
      return 0;
    }
    try (Rehearsal rehearsal = Rehearsal.start(folder)) {
      run(submission(), data);
      rehearsal.openEveryScreen();
    }
    // Last, because the toolkit ends with the panel.
    run(List.of("panel", "--start-report", folder.resolve("start").toString()), data);
    common.out().println("Rehearsed every screen.");
    return 0;
  }

  private List<String> submission() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("rehearsal.yml"),
            """
            name: p2p-workflow rehearsal
            on: {workflow_dispatch: {inputs: {who: {default: you}}}}
            jobs:
              say:
                strategy: {matrix: {word: [hello, goodbye]}}
                runs-on: self-hosted
                steps:
                  - run: echo "${{ matrix.word }} ${{ inputs.who }}" | tee word.txt
                  - uses: actions/upload-artifact@v4
                    with: {name: "word-${{ matrix.word }}", path: word.txt}
              end:
                needs: say
                runs-on: self-hosted
                steps: [{run: echo end}]
            """);
    return List.of("workflow", "submit", file.toString(), "--wait");
  }

  private void run(List<String> line, Path data) throws IOException {
    List<String> arguments = new ArrayList<>(line);
    if (!line.contains("--help")) {
      arguments.addAll(List.of("--data", data.toString()));
    }
    PrintWriter err = common.err();
    int exit =
        CommandLineTool.run(
            arguments.toArray(String[]::new),
            Map.of("panel", () -> new PanelCommand(false)),
            new PrintWriter(err),
            err);
    if (exit != 0) {
      throw new IOException("`peerdeck " + String.join(" ", line) + "` ended with " + exit + ".");
    }
  }
}
