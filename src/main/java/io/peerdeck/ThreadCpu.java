package io.peerdeck;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where a process's CPU time goes: seconds by kind of thread, those of the virtual machine
/// included, which no Java API tells. Linux only; empty elsewhere.
///
/// @param seconds by the thread's name without its number, as the kernel cuts it to 15 characters
record ThreadCpu(Map<String, Double> seconds) {
  private static final Path TASKS = Path.of("/proc/self/task");
  // What the kernel counts in, for programs, on every architecture that Java runs on.
  private static final double TICKS_PER_SECOND = 100;
  private static final int USER = 11;
  private static final int SYSTEM = 12;

  ThreadCpu {
    seconds = Map.copyOf(seconds);
  }

  /// Reads this process's.
  static ThreadCpu now() {
    Map<String, Double> seconds = new TreeMap<>();
    if (Files.isDirectory(TASKS)) {
      try (Stream<Path> tasks = Files.list(TASKS)) {
        tasks.forEach(task -> add(task, seconds));
      } catch (IOException e) {
        return new ThreadCpu(Map.of());
      }
    }
    return new ThreadCpu(seconds);
  }

  private static void add(Path task, Map<String, Double> seconds) {
    try {
      String stat = Files.readString(task.resolve("stat"));
      int end = stat.lastIndexOf(')');
      String name = stat.substring(stat.indexOf('(') + 1, end).replaceAll("[-#0-9 ]+$", "");
      String[] fields = stat.substring(end + 2).split(" ", -1);
      double ticks = Long.parseLong(fields[USER]) + Long.parseLong(fields[SYSTEM]);
      seconds.merge(name, ticks / TICKS_PER_SECOND, Double::sum);
    } catch (IOException gone) {
      seconds.merge("ended", 0.0, Double::sum);
    }
  }

  /// What was used since then.
  ThreadCpu since(ThreadCpu before) {
    Map<String, Double> used = new TreeMap<>();
    seconds.forEach((name, now) -> used.put(name, now - before.seconds().getOrDefault(name, 0.0)));
    return new ThreadCpu(used);
  }

  /// The kinds that used most, in percent of one core.
  ///
  /// @param elapsed seconds
  String percent(double elapsed) {
    Map<String, Double> most = new LinkedHashMap<>();
    seconds.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .filter(kind -> kind.getValue() > 0)
        .limit(8)
        .forEach(kind -> most.put(kind.getKey(), 100 * kind.getValue() / elapsed));
    return most.entrySet().stream()
        .map(kind -> "%s %.2f %%".formatted(kind.getKey(), kind.getValue()))
        .collect(Collectors.joining(", "));
  }

  /// Seconds the JIT compiler used.
  double compiling() {
    return seconds.entrySet().stream()
        .filter(kind -> kind.getKey().matches("C[12] Compiler.*"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }
}
