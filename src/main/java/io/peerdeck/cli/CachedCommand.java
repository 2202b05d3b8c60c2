package io.peerdeck.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/// Runs a tool that only reads, or prints what it printed before.
final class CachedCommand {
  private static final int NOT_FOUND = 127;
  private static final int BUFFER = 16 * 1024;

  private final CommandCache cache;
  private final OutputStream out;
  private final OutputStream err;

  CachedCommand(CommandCache cache, OutputStream out, OutputStream err) {
    this.cache = cache;
    this.out = out;
    this.err = err;
  }

  /// What came of it.
  ///
  /// @param exit the tool's exit code
  /// @param told a sentence for who wants to know
  record Outcome(int exit, String told) {}

  /// @param ttl how old its output may be
  /// @param refresh whether to run it in any case
  Outcome run(List<String> command, Path directory, Duration ttl, boolean refresh) {
    try {
      Path file = cache.file(command, directory);
      Optional<KeptOutput> kept = refresh ? Optional.empty() : cache.find(file, ttl);
      if (kept.isPresent()) {
        kept.get().print(out, err);
        Duration age = Duration.between(kept.get().at(), cache.wall().instant());
        return new Outcome(0, "kept " + age.toSeconds() + " s ago");
      }
      Recording recording = new Recording();
      int exit = started(command, directory, recording);
      if (exit != 0) {
        return new Outcome(exit, "not kept: it ended with " + exit);
      }
      if (recording.isTooLong()) {
        return new Outcome(0, "not kept: more than " + KeptOutput.MAX_BYTES + " bytes");
      }
      cache.keep(file, recording.pieces());
      return new Outcome(0, "run, and kept");
    } catch (IOException e) {
      return failed(1, e.toString());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return failed(1, "interrupted");
    }
  }

  private Outcome failed(int exit, String why) {
    return new Outcome(exit, told("peerdeck gh cached: " + why));
  }

  private String told(String why) {
    try {
      err.write((why + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
      err.flush();
    } catch (IOException e) {
      return why + "; nor could it be said: " + e.getMessage();
    }
    return why;
  }

  private int started(List<String> command, Path directory, Recording recording)
      throws IOException, InterruptedException {
    Process process;
    try {
      process = new ProcessBuilder(command).directory(directory.toFile()).start();
    } catch (IOException e) {
      told("peerdeck gh cached: " + e.getMessage());
      return NOT_FOUND;
    }
    try {
      process.getOutputStream().close(); // what it reads from here would be part of what it prints
      FutureTask<Boolean> errors =
          new FutureTask<>(() -> copy(process.getErrorStream(), err, true, recording));
      Thread.ofVirtual().name("cached-errors").start(errors);
      copy(process.getInputStream(), out, false, recording);
      errors.get();
      return process.waitFor();
    } catch (ExecutionException e) {
      throw new IOException(e.getCause());
    } finally {
      process.destroy();
    }
  }

  private static boolean copy(InputStream from, OutputStream to, boolean error, Recording recording)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
      to.write(buffer, 0, n);
      to.flush();
      recording.add(error, Arrays.copyOf(buffer, n));
    }
    return true;
  }

  /// What was printed so far, until it is too much.
  private static final class Recording {
    private final List<KeptOutput.Piece> pieces = new ArrayList<>();
    private long bytes;

    synchronized void add(boolean error, byte[] piece) {
      bytes += piece.length;
      if (isTooLong()) {
        pieces.clear();
      } else {
        pieces.add(new KeptOutput.Piece(error, piece));
      }
    }

    synchronized boolean isTooLong() {
      return bytes > KeptOutput.MAX_BYTES;
    }

    synchronized List<KeptOutput.Piece> pieces() {
      return List.copyOf(pieces);
    }
  }
}
