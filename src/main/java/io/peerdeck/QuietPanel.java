package io.peerdeck;

import com.sun.management.OperatingSystemMXBean;
import io.peerdeck.node.CreatedInvite;
import io.peerdeck.node.InviteRequest;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeConfig;
import io.peerdeck.panel.PanelWindow;
import io.peerdeck.panel.part.Screen;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// What an open panel and its node cost in a fleet where nothing happens: the processor time of
/// this process, while the other members are another one.
final class QuietPanel {
  private static final double PERCENT = 2;
  private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
  private static final String SQLITE = "org.sqlite.lib.path";

  /// What is compiled until then is not what a day of quiet costs.
  private static final Duration COMPILED = Duration.ofMinutes(2);

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private final Path folder;
  private final Duration measured;
  private final Consumer<String> progress;

  /// @param folder what is written stays there
  /// @param measured how long each screen is
  QuietPanel(Path folder, Duration measured, Consumer<String> progress) {
    this.folder = folder;
    this.measured = measured;
    this.progress = progress;
  }

  /// `panel.idle.SCREEN`, percent of one core.
  List<Figure> run() {
    if (!Files.isExecutable(JAVA)) {
      progress.accept("The quiet panel is measured by a program run from a JDK; left out.");
      return List.of();
    }
    NodeConfig config =
        NodeConfig.at(folder.resolve("quiet"))
            .withName("bench")
            .withListen(List.of("/ip4/127.0.0.1/tcp/0"));
    List<Figure> figures = new ArrayList<>();
    try (Node node = Node.open(config)) {
      CreatedInvite invite =
          node.createInvite(
              new InviteRequest(
                  List.of("operator", "worker"), QuietPeers.COUNT, Duration.ofHours(1)));
      try (NetEnd peers = peers(invite.text());
          PanelWindow window = PanelBench.open(node)) {
        progress.accept(peers.address() + ": " + node.status().members() + " members");
        for (Screen screen : List.of(Screen.OVERVIEW, Screen.QUEUE)) {
          window.show(screen);
          PanelBench.settle(window);
          rest(screen == Screen.OVERVIEW ? COMPILED : measured);
          figures.add(new Figure("panel.idle." + screen.key(), share(), "%", PERCENT, null));
        }
      }
    }
    return figures;
  }

  private double share() {
    OperatingSystemMXBean system =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long before = system.getProcessCpuTime();
    rest(measured);
    return (double) (system.getProcessCpuTime() - before) / measured.toNanos() * 100;
  }

  private NetEnd peers(String invite) {
    List<String> command =
        new ArrayList<>(List.of(JAVA.toString(), "--enable-native-access=ALL-UNNAMED", "-Xmx256m"));
    // The installed program has SQLite's library beside its jars, not in one.
    Optional.ofNullable(System.getProperty(SQLITE))
        .ifPresent(libraries -> command.add("-D" + SQLITE + "=" + libraries));
    try {
      Path place = Files.createDirectories(folder.resolve("peers"));
      command.addAll(
          List.of("-cp", classPath(), QuietPeers.class.getName(), place.toString(), invite));
      return NetEnd.start(place, command, PATIENCE);
    } catch (IOException e) {
      throw new UncheckedIOException("the other peers have no folder", e);
    }
  }

  /// Absolute, because the other process starts elsewhere.
  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static void rest(Duration duration) {
    long until = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
