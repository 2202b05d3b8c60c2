package io.peerdeck.node;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Workflow files for tests. Jobs of all nodes run on this machine, so that a script and a test can
/// speak through files of one folder.
final class Workflows {
  private final Path folder;
  private int written;

  Workflows(Path folder) throws IOException {
    this.folder = Files.createDirectories(folder);
  }

  /// A workflow of one job with one step.
  Path job(String script) throws IOException {
    return write("", script);
  }

  /// A workflow of one job that is in a concurrency group.
  Path grouped(String group, String script) throws IOException {
    return write("    concurrency: " + group + "\n", script);
  }

  /// A workflow of one job that is run for n = 0 … count - 1.
  Path matrix(int count, String script) throws IOException {
    StringBuilder values = new StringBuilder("0");
    for (int n = 1; n < count; n++) {
      values.append(", ").append(n);
    }
    return write("    strategy: {matrix: {n: [" + values + "]}}\n", script);
  }

  private Path write(String strategy, String script) throws IOException {
    Path own = Files.createDirectories(folder.resolve("wf-" + written++));
    return Files.writeString(
        own.resolve("wf.yml"),
        """
        name: p2p-workflow test
        on: push
        jobs:
          job:
            runs-on: linux
        %s    steps:
              - run: |
        %s
        """
            .formatted(strategy, script.indent(10)));
  }

  /// A file by which scripts and test speak.
  Path mark(String name) {
    return folder.resolve(name);
  }

  /// A step that leaves its process id under the mark `NAME.PEER`, then waits for the mark
  /// `NAME.go` or `NAME.go.PEER`.
  String waiting(String name) {
    return """
    trap 'exit 130' INT # a shell waiting for a command that goes on would go on as well
    echo $$ > "%1$s.new.$RUNNER_NAME"
    mv "%1$s.new.$RUNNER_NAME" "%1$s.$RUNNER_NAME"
    until [ -e "%1$s.go" ] || [ -e "%1$s.go.$RUNNER_NAME" ]; do sleep 0.1; done
    echo "done by $RUNNER_NAME"
    """
        .formatted(mark(name));
  }

  boolean started(String name, String peer) {
    return Files.exists(mark(name + "." + peer));
  }

  void letGo(String name) throws IOException {
    Files.createFile(mark(name + ".go"));
  }

  void letGo(String name, String peer) throws IOException {
    Files.createFile(mark(name + ".go." + peer));
  }

  /// Whether the process that a waiting step started as is no more.
  boolean isGone(String name, String peer) throws IOException {
    long pid = Long.parseLong(Files.readString(mark(name + "." + peer)).strip());
    // A zombie nobody has reaped yet has no command.
    return ProcessHandle.of(pid).flatMap(process -> process.info().command()).isEmpty();
  }
}
