package io.peerdeck.fleet.discovery;

import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// All sources as they are called, by name, several at once.
final class SourceLines implements AutoCloseable {
  private final Map<String, SourceLine> lines = new LinkedHashMap<>();
  private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();

  /// @param deadline how long one call may take
  /// @throws IllegalArgumentException if two have one name
  SourceLines(List<DiscoverySource> sources, Duration deadline) {
    for (DiscoverySource source : sources) {
      if (lines.put(source.name(), new SourceLine(source, deadline)) != null) {
        throw new IllegalArgumentException("two sources are called " + source.name());
      }
    }
  }

  Set<String> names() {
    return lines.keySet();
  }

  Collection<SourceLine> all() {
    return lines.values();
  }

  /// What is done with one source.
  interface Step<T> {
    T apply(SourceLine line) throws InterruptedException;
  }

  /// Does something with several sources at once.
  ///
  /// @param names which; empty for all
  /// @return what came of each
  /// @throws DiscoveryException if there is no source of a name
  <T> Map<String, T> each(Set<String> names, Step<T> step) throws InterruptedException {
    for (String name : names) {
      if (!lines.containsKey(name)) {
        throw new DiscoveryException(
            "there is no source '" + name + "': " + String.join(", ", lines.keySet()));
      }
    }
    Map<String, Future<T>> running = new LinkedHashMap<>();
    lines.forEach(
        (name, line) -> {
          if (names.isEmpty() || names.contains(name)) {
            running.put(name, tasks.submit(() -> step.apply(line)));
          }
        });
    Map<String, T> outcomes = new LinkedHashMap<>();
    for (Map.Entry<String, Future<T>> one : running.entrySet()) {
      try {
        outcomes.put(one.getKey(), one.getValue().get());
      } catch (ExecutionException e) {
        throw new DiscoveryException(one.getKey() + ": " + e.getMessage(), e);
      }
    }
    return outcomes;
  }

  /// Ends the sources.
  @Override
  public void close() {
    tasks.shutdownNow();
    lines.values().forEach(SourceLine::close);
  }
}
