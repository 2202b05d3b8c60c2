package io.peerdeck.node;

import io.peerdeck.blob.UnixFs;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.runner.LogSpool;
import io.peerdeck.runner.RunnerException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The logs this node has on disk, one spool per claim: those its own jobs write now or wrote, and
/// finished ones whose blob it holds.
final class LogShelf implements AutoCloseable {
  private static final LogSpool.Part NOTHING = new LogSpool.Part(new byte[0], 0, 0, 0, false);

  private final Path folder;
  private final UnixFs files;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private final Map<Cid, LogSpool> writing = new HashMap<>();

  LogShelf(Path folder, UnixFs files) {
    this.folder = folder;
    this.files = files;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new NodeException(
          NodeException.Reason.FAILED, "The log folder " + folder + " cannot be made: " + e, e);
    }
  }

  /// Starts the log of a claim this node holds.
  LogSpool create(Cid claim) {
    LogSpool spool = LogSpool.create(file(claim));
    lock.lock();
    try {
      writing.put(claim, spool);
    } finally {
      lock.unlock();
    }
    return spool;
  }

  /// Wakes those who wait for more of a log.
  void grew() {
    lock.lock();
    try {
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The claim's log is written; it stays readable.
  void finished(Cid claim) {
    lock.lock();
    try {
      LogSpool spool = writing.remove(claim);
      if (spool != null) {
        spool.release();
      }
      grown.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Whether the claim's log lies here, whole or growing.
  boolean holds(Cid claim) {
    return Files.exists(file(claim));
  }

  /// Takes a finished log out of the content store, so that it can be read by ranges. Does nothing
  /// where it lies here already or its blocks are not all held.
  void shelve(Cid claim, Cid blob) {
    if (holds(claim) || !files.holds(blob)) {
      return;
    }
    Path temporary = folder.resolve(claim + ".new");
    try {
      try (OutputStream out = Files.newOutputStream(temporary)) {
        files.exportFile(blob, out);
      }
      Files.move(temporary, file(claim), StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new NodeException(
          NodeException.Reason.FAILED, "The log " + file(claim) + " cannot be written: " + e, e);
    }
  }

  /// Reads whole records from a byte on, or so many before the end when negative; waits up to
  /// `wait` for some when there are none yet. Empty when the log does not lie here.
  Optional<LogSpool.Part> read(Cid claim, long from, int maxBytes, Duration wait) {
    long nanos = wait.toNanos();
    lock.lock();
    try {
      LogSpool spool = writing.get(claim);
      while (spool != null && spool.length() <= Math.max(0, from) && !spool.closed() && nanos > 0) {
        nanos = grown.awaitNanos(nanos);
        spool = writing.get(claim);
      }
      if (spool != null) {
        return Optional.of(spool.read(from, maxBytes));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of(NOTHING);
    } finally {
      lock.unlock();
    }
    return holds(claim) ? Optional.of(readFinished(claim, from, maxBytes)) : Optional.empty();
  }

  private LogSpool.Part readFinished(Cid claim, long from, int maxBytes) {
    LogSpool spool = LogSpool.open(file(claim));
    try {
      LogSpool.Part part = spool.read(from, maxBytes);
      boolean atEnd = part.next() == part.size();
      return new LogSpool.Part(part.bytes(), part.start(), part.next(), part.size(), atEnd);
    } finally {
      spool.release();
    }
  }

  /// The file of a claim's log.
  Path file(Cid claim) {
    return folder.resolve(claim + ".jsonl");
  }

  @Override
  public void close() {
    lock.lock();
    try {
      for (LogSpool spool : writing.values()) {
        spool.release();
      }
      writing.clear();
      grown.signalAll();
    } catch (RunnerException e) {
      throw new NodeException(
          NodeException.Reason.FAILED, "A log cannot be closed: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }
}
