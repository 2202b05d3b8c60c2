package io.peerdeck.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Measures the data folder now and then, on a thread of its own: a content store has hundreds of
/// thousands of files. A measurement that takes long is followed by a longer pause.
final class DiskMeter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DiskMeter.class);
  private static final Duration PAUSE = Duration.ofSeconds(60);
  private static final int SHARE = 50;
  private static final long WARN_BELOW = 1L << 30;

  private final DataFolder folder;
  private final InstantSource wall;
  private final LongSupplier nanos;
  private final Consumer<DiskView> measured;
  private final CountDownLatch closed = new CountDownLatch(1);
  private volatile Optional<DiskView> last = Optional.empty();

  /// @param measured hears each measurement, on the meter's thread
  DiskMeter(
      DataFolder folder, InstantSource wall, LongSupplier nanos, Consumer<DiskView> measured) {
    this.folder = folder;
    this.wall = wall;
    this.nanos = nanos;
    this.measured = measured;
    Thread.ofVirtual().name("disk-meter").start(this::run);
  }

  /// Empty until the first measurement is done.
  Optional<DiskView> last() {
    return last;
  }

  private void run() {
    try {
      long pause;
      do {
        long start = nanos.getAsLong();
        look();
        pause = Math.max(PAUSE.toNanos(), SHARE * (nanos.getAsLong() - start));
      } while (!closed.await(pause, TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    try {
      DiskView view = measure();
      last = Optional.of(view);
      measured.accept(view);
    } catch (IOException | UncheckedIOException e) {
      LOG.warn("The data folder {} cannot be measured: {}", folder.root(), e.toString());
    }
  }

  private DiskView measure() throws IOException {
    FileStore store = Files.getFileStore(folder.root());
    long free = store.getUsableSpace();
    boolean low = free < WARN_BELOW;
    long database = 0;
    for (String end : new String[] {"", "-wal", "-shm"}) {
      database += size(folder.database().resolveSibling(folder.database().getFileName() + end));
    }
    return new DiskView(
        wall.instant(),
        database,
        below(folder.blobs()),
        below(folder.logs()),
        below(folder.root().resolve("jobs")),
        free,
        store.getTotalSpace(),
        WARN_BELOW,
        low,
        low
            ? "Only "
                + gib(free)
                + " are free on the disk of "
                + folder.root()
                + ": free some, or jobs and submissions will fail."
            : gib(free) + " are free.");
  }

  private static String gib(long bytes) {
    return String.format(Locale.ROOT, "%.1f GiB", bytes / (double) (1L << 30));
  }

  private long below(Path top) throws IOException {
    if (!Files.isDirectory(top)) {
      return 0;
    }
    try (Stream<Path> files = Files.walk(top)) {
      return files.mapToLong(DiskMeter::size).sum();
    } catch (UncheckedIOException e) {
      if (e.getCause() instanceof NoSuchFileException) {
        return last.map(DiskView::jobs).orElse(0L); // a job has just removed its folder
      }
      throw e;
    }
  }

  /// 0 for folders, and for what has just gone.
  private static long size(Path file) {
    try {
      return Files.isRegularFile(file) ? Files.size(file) : 0;
    } catch (NoSuchFileException gone) {
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
