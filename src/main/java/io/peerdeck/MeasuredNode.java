package io.peerdeck;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Starts nodes that benchmarks measure, each in a process of its own that answers them by lines.
final class MeasuredNode {
  private MeasuredNode() {}

  /// With the virtual machine's options of this process: those the installed program has, if this
  /// is it.
  ///
  /// @param program opens a node and answers `cpu` among others
  /// @param data the node's folder
  /// @param patience until it says where it listens
  static NetEnd start(Class<?> program, Path data, Duration patience) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith("-X") && !option.matches(".*(File|AOT|Shared).*"))
        .forEach(command::add);
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            program.getName(),
            data.toString()));
    return NetEnd.start(Path.of("").toAbsolutePath(), command, patience);
  }

  /// Seconds of CPU that the node's process has used so far.
  static double cpu(NetEnd node, Duration patience) {
    return node.ask(Map.of("do", "cpu"), patience).get("seconds").asDouble();
  }
}
