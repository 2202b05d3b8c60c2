package io.peerdeck.panel.memory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// What survives a restart of the panel: records by name. Recalling answers from memory; keeping
/// returns at once and is written a moment later, many changes as one, on a thread of its own.
/// Whoever keeps something chooses a name for it (`table.queue`, `window`) and a record for its
/// shape; when the shape changes, what was kept in the old one is as if it had never been.
///
/// Records may hold texts, numbers, flags, optionals, lists and maps of those, and other records.
public final class PanelMemory implements AutoCloseable {
  /// The memory's name in the data folder.
  public static final String FILE = "panel.json";

  /// Long enough for one write per gesture, short enough that a crash loses nothing of note.
  static final Duration PAUSE = Duration.ofMillis(500);

  /// The longest text of one kept record.
  static final int MAX_TEXT = 64 << 10;

  /// The most records kept.
  static final int MAX_NAMES = 500;

  private static final long CLOSING_SECONDS = 5;
  private static final ObjectMapper MAPPER =
      JsonMapper.builder()
          .addModule(new Jdk8Module())
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .build();

  private final Optional<MemoryFile> file;
  private final Optional<Unreadable> unreadable;
  private final Duration pause;
  private final ScheduledExecutorService writer =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().name("panel-memory").factory());
  private final ObjectNode kept;

  // What was kept since, as it was given: its first JSON takes longer than the FX thread may.
  private final Map<String, Record> fresh = new LinkedHashMap<>();
  private ObjectNode written; // by the writer alone
  private Consumer<String> onFailure = message -> {};
  private Optional<Future<?>> soon = Optional.empty();
  private boolean waiting;
  private boolean closed;

  /// A file that could not be read.
  ///
  /// @param aside where it lies now, or where it still is when it cannot be moved
  public record Unreadable(Path aside, String why) {}

  private PanelMemory(
      Optional<MemoryFile> file, ObjectNode kept, Optional<Unreadable> bad, Duration pause) {
    this.file = file;
    this.kept = kept;
    this.written = kept.deepCopy();
    this.unreadable = bad;
    this.pause = pause;
  }

  /// Loads what reading a memory takes, so that the first one is read at once: a JSON parser wants
  /// decimal numbers, and those reckon large powers of five before they are used.
  public static void ahead() {
    try {
      MAPPER.readTree("{}".getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Remembers until the panel is closed, and writes nothing.
  public static PanelMemory ofThisSession() {
    return new PanelMemory(Optional.empty(), MAPPER.createObjectNode(), Optional.empty(), PAUSE);
  }

  /// Reads the file; one that cannot be read is kept aside, see [#unreadable()]. Blocks, so not for
  /// the FX thread.
  public static PanelMemory open(Path file, InstantSource time) {
    return open(file, time, PAUSE);
  }

  static PanelMemory open(Path path, InstantSource time, Duration pause) {
    MemoryFile file = new MemoryFile(path, MAPPER);
    try {
      return new PanelMemory(Optional.of(file), file.read(), Optional.empty(), pause);
    } catch (IOException e) {
      String why = String.valueOf(e.getMessage());
      try {
        Unreadable bad = new Unreadable(file.keepAside(time.instant()), why);
        return new PanelMemory(
            Optional.of(file), MAPPER.createObjectNode(), Optional.of(bad), pause);
      } catch (IOException stuck) {
        // It stays where it is and is not written over.
        Unreadable bad = new Unreadable(path, why + "; " + stuck.getMessage());
        return new PanelMemory(
            Optional.empty(), MAPPER.createObjectNode(), Optional.of(bad), pause);
      }
    }
  }

  /// The file that was there but could not be read, for telling the person.
  public Optional<Unreadable> unreadable() {
    return unreadable;
  }

  /// Hears, on a thread of this memory, why something cannot be kept.
  public synchronized void onFailure(Consumer<String> listener) {
    onFailure = listener;
  }

  /// What was kept under the name; empty when nothing was, or something of another shape.
  public synchronized <T extends Record> Optional<T> recall(String name, Class<T> shape) {
    Record given = fresh.get(name);
    if (shape.isInstance(given)) {
      return Optional.of(shape.cast(given));
    }
    JsonNode value = given == null ? kept.get(name) : MAPPER.valueToTree(given);
    if (value == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(MAPPER.treeToValue(value, shape));
    } catch (JsonProcessingException e) {
      // Kept by a version of the panel with another shape: the person starts this part anew.
      return Optional.empty();
    }
  }

  /// Keeps the record in place of what was kept under the name.
  public synchronized void keep(String name, Record value) {
    if (!closed && !value.equals(fresh.put(name, value))) {
      writeSoon();
    }
  }

  /// Keeps nothing under the name any more.
  public synchronized void forget(String name) {
    Record given = fresh.remove(name);
    if (kept.remove(name) != null || given != null) {
      writeSoon();
    }
  }

  private void writeSoon() {
    if (file.isPresent() && !waiting && !closed) {
      waiting = true;
      soon = Optional.of(writer.schedule(this::write, pause.toMillis(), TimeUnit.MILLISECONDS));
    }
  }

  private void write() {
    Map<String, Record> given;
    synchronized (this) {
      if (!waiting) {
        return;
      }
      waiting = false;
      given = new LinkedHashMap<>(fresh);
    }
    Map<String, JsonNode> trees = new LinkedHashMap<>();
    List<String> refused = new ArrayList<>();
    given.forEach(
        (name, value) -> {
          try {
            trees.put(name, MAPPER.valueToTree(value));
          } catch (IllegalArgumentException e) {
            refused.add("`" + name + "` cannot be remembered: " + e.getMessage());
          }
        });
    ObjectNode content;
    Consumer<String> failed;
    synchronized (this) {
      given.forEach(
          (name, value) -> {
            JsonNode tree = trees.get(name);
            if (fresh.remove(name, value) && tree != null && !fits(name, tree)) {
              refused.add("`" + name + "` is too much to remember.");
            }
          });
      content = kept.deepCopy();
      failed = onFailure;
    }
    refused.forEach(failed);
    if (content.equals(written)) {
      return;
    }
    try {
      if (file.isPresent()) {
        file.get().write(content);
        written = content;
      }
    } catch (IOException e) {
      failed.accept(e.getClass().getSimpleName() + ": " + e.getMessage());
    }
  }

  /// Takes what is not too much. Called with the lock.
  private boolean fits(String name, JsonNode tree) {
    boolean room = kept.has(name) || kept.size() < MAX_NAMES;
    if (room && tree.toString().length() <= MAX_TEXT) {
      kept.set(name, tree);
      return true;
    }
    return false;
  }

  /// Writes what is not written yet and waits for it, a few seconds at most.
  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
      soon.ifPresent(write -> write.cancel(false)); // else its pause would be waited for
    }
    writer.execute(this::write);
    writer.shutdown();
    try {
      if (!writer.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
        writer.shutdownNow();
      }
    } catch (InterruptedException e) {
      writer.shutdownNow();
      Thread.currentThread().interrupt();
    }
  }
}
