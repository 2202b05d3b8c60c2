package io.peerdeck.node;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The process that the crash tests kill or watch: it submits one file again and again and says on
/// its standard output what was acknowledged, a line each.
final class SubmitLoop {
  static final String BEGIN = "begin";
  static final String ACKNOWLEDGED = "acknowledged ";

  private SubmitLoop() {}

  /// Arguments: data folder, workflow file, how many times to submit. The first line is told when
  /// the node is open and has submitted nothing yet.
  public static void main(String[] arguments) {
    SubmitRequest request = SubmitRequest.of(Path.of(arguments[1]));
    long times = Long.parseLong(arguments[2]);
    try (Node node = Node.open(config(Path.of(arguments[0])))) {
      tell(System.out, BEGIN);
      for (long number = 1; number <= times; number++) {
        tell(System.out, ACKNOWLEDGED + node.submit(request.withName(name(number))).id());
      }
    }
  }

  /// A node that runs no jobs itself.
  static NodeConfig config(Path data) {
    return NodeConfig.at(data).withName("victim").withSlots(0).offline();
  }

  /// What the submission of that number is called.
  static String name(long number) {
    return "submission " + number + " of the loop";
  }

  /// The file it submits.
  static Path workflow(Path folder) throws IOException {
    return Files.writeString(
        folder.resolve("loop.yml"),
        """
        name: p2p-workflow
        on: push
        jobs: {wait: {runs-on: linux, steps: [{run: 'true'}]}}
        """);
  }

  /// A command line that starts it as a process of its own on this test's class path; such a
  /// process lives for seconds at most, so it is told to start quickly.
  static List<String> command(Path data, Path file, long times) {
    return new ArrayList<>(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xshare:auto",
            "-Xmx256m",
            "--enable-native-access=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + file.getParent(),
            "-cp",
            System.getProperty("java.class.path"),
            SubmitLoop.class.getName(),
            data.toString(),
            file.toString(),
            Long.toString(times)));
  }

  /// One line in one write.
  private static void tell(PrintStream out, String line) {
    byte[] bytes = (line + "\n").getBytes(StandardCharsets.US_ASCII);
    out.write(bytes, 0, bytes.length);
    out.flush();
  }
}
