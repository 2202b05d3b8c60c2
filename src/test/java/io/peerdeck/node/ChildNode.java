package io.peerdeck.node;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A node in a Java process of its own, so that it can be killed.
final class ChildNode implements AutoCloseable {
  private final Process process;
  private final String address;

  private ChildNode(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  /// What runs in the child: a node until standard input ends, as it does when the parent is gone.
  ///
  /// @param arguments data folder, name, address to join, peers to trust …
  public static void main(String... arguments) throws IOException {
    List<String> trust = Arrays.asList(arguments).subList(3, arguments.length);
    try (Node node =
        Node.open(
            config(Path.of(arguments[0]), arguments[1]).withTrust(trust).withJoin(arguments[2]))) {
      System.out.println(node.status().addresses().getFirst());
      while (System.in.read() >= 0) {
        // Only its end means anything.
      }
    }
  }

  static NodeConfig config(Path folder, String name) {
    return NodeConfig.at(folder)
        .withoutSandbox()
        .withName(name)
        .withSlots(1)
        .withListen(List.of("/ip4/127.0.0.1/tcp/0"));
  }

  static ChildNode start(Path folder, String name, String join, List<String> trust)
      throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                ChildNode.class.getName(),
                folder.toString(),
                name,
                join));
    command.addAll(trust);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      if (line.startsWith("/ip4/")) {
        return new ChildNode(process, line);
      }
    }
    throw new IOException("the child ended before its node was open");
  }

  /// The address that ends in its peer id.
  String address() {
    return address;
  }

  String peerId() {
    return address.substring(address.lastIndexOf('/') + 1);
  }

  /// SIGKILL: nothing is said or tidied up.
  void kill() throws InterruptedException {
    process.destroyForcibly();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      throw new IllegalStateException("the child survived SIGKILL");
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
