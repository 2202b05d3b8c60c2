package io.peerdeck.panel.log;

import io.peerdeck.node.LogChunk;
import io.peerdeck.panel.bridge.Words;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.function.BooleanSupplier;

/// A log, or a part of it, as plain text: for the clipboard and for files. Never on the FX thread.
final class LogExport {
  /// More text makes clipboards and what is pasted into slow.
  static final int CLIPBOARD_CHARS = 8 << 20;

  private static final int CHUNK = 1 << 20;
  private static final int MOST_NAMES = 1000;

  private final LogSource source;
  private final boolean times;

  LogExport(LogSource source, boolean times) {
    this.source = source;
    this.times = times;
  }

  /// Lines `first` to `last`; empty when they are more than a clipboard takes.
  Optional<String> text(LogIndex index, long first, long last) {
    StringBuilder text = new StringBuilder();
    long next = first;
    while (next <= last) {
      Optional<LogChunk> chunk = index.chunkWith(source, next, () -> false);
      if (chunk.isEmpty()) {
        break;
      }
      for (LogChunk.Line line : chunk.get().lines()) {
        if (line.number() >= next && line.number() <= last) {
          text.append(words(line)).append('\n');
        }
      }
      if (text.length() > CLIPBOARD_CHARS) {
        return Optional.empty();
      }
      next = chunk.get().lines().getLast().number() + 1;
    }
    return Optional.of(text.toString());
  }

  /// Writes all that is written by now into a new file of the folder and returns it. A file that
  /// exists is left alone; one that could not be finished is removed.
  Path save(Path folder, String name, BooleanSupplier cancelled) {
    try {
      Path file = fresh(folder, name);
      boolean done = false;
      try (BufferedWriter out =
          Files.newBufferedWriter(file, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW)) {
        write(out, cancelled);
        done = true;
      } finally {
        if (!done) {
          Files.deleteIfExists(file);
        }
      }
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException("the log cannot be written: " + e.getMessage(), e);
    }
  }

  private void write(BufferedWriter out, BooleanSupplier cancelled) throws IOException {
    long at = 0;
    while (true) {
      if (cancelled.getAsBoolean()) {
        throw new CancellationException("saving was stopped");
      }
      LogChunk chunk = source.read(at, CHUNK, Duration.ZERO);
      for (LogChunk.Line line : chunk.lines()) {
        out.write(words(line));
        out.write('\n');
      }
      at = chunk.next();
      if (chunk.end() || chunk.lines().isEmpty()) {
        return;
      }
    }
  }

  private String words(LogChunk.Line line) {
    String text = Ansi.plain(line.text());
    return times ? Words.absolute(line.time()) + " " + text : text;
  }

  private static Path fresh(Path folder, String name) throws IOException {
    String base = name.replaceAll("[^A-Za-z0-9._-]+", "-");
    for (int i = 1; i <= MOST_NAMES; i++) {
      Path file = folder.resolve(base + (i == 1 ? "" : "-" + i) + ".log");
      if (!Files.exists(file)) {
        return file;
      }
    }
    throw new IOException(folder + " has " + MOST_NAMES + " files of this name already");
  }
}
