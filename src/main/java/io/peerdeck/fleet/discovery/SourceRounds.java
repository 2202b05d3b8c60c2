package io.peerdeck.fleet.discovery;

import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks each source in its time, tells others of this node through those that can, and has what ran
/// out dropped.
final class SourceRounds implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SourceRounds.class);
  private static final Duration FIRST_CLEANUP = Duration.ofSeconds(30);

  private final PeerTable table;
  private final SourceLines lines;
  private final DiscoveryPace pace;
  private final LongSupplier nanos;
  private final Supplier<PeerAnnouncement> self;
  private final Runnable changed;
  private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Registration> registered = new TreeMap<>(); // guarded by itself
  private final Map<String, Integer> removed = new TreeMap<>(); // guarded by itself
  private final CountDownLatch closed = new CountDownLatch(1);

  SourceRounds(
      PeerTable table,
      List<DiscoverySource> sources,
      DiscoveryPace pace,
      LongSupplier nanos,
      Supplier<PeerAnnouncement> self,
      Runnable changed) {
    this.table = table;
    this.pace = pace;
    this.nanos = nanos;
    this.self = self;
    this.changed = changed;
    this.lines = new SourceLines(sources, pace.deadline());
    sources.forEach(source -> table.add(source.name(), source.terms()));
  }

  Set<String> names() {
    return lines.names();
  }

  /// Gives every source its ear; a source that cannot listen has failed and may still answer.
  void listen() throws InterruptedException {
    lines.each(Set.of(), this::listen);
  }

  private boolean listen(SourceLine line) throws InterruptedException {
    try {
      return line.call(
          () -> {
            line.source().start(new Listening(line.name()));
            return true;
          });
    } catch (DiscoveryException failed) {
      failed(line, failed);
      return false;
    }
  }

  void start() {
    lines.all().forEach(line -> tasks.execute(() -> tend(line)));
    tasks.execute(this::cleanUpInTime);
  }

  private void tend(SourceLine line) {
    try {
      listen(line);
      long nextTelling = nanos.getAsLong();
      Optional<PeerAnnouncement> told = Optional.empty();
      do {
        ask(line);
        PeerAnnouncement now = self.get();
        if (nanos.getAsLong() - nextTelling >= 0 || !told.equals(Optional.of(now))) {
          tell(line, now);
          told = Optional.of(now);
          nextTelling = nanos.getAsLong() + pace.register().toNanos();
        }
      } while (!endsWithin(table.pause(line.name(), pace.ask())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (!isClosed()) {
        LOG.error("discovery by {} has ended: {}", line.name(), e.getMessage(), e);
        failed(line, new DiscoveryException(String.valueOf(e.getMessage()), e));
      }
    }
  }

  private void cleanUpInTime() {
    try {
      Duration pause = FIRST_CLEANUP.compareTo(pace.cleanup()) < 0 ? FIRST_CLEANUP : pace.cleanup();
      while (!endsWithin(pause)) {
        cleanup();
        pause = pace.cleanup();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Pauses; true at once when all is closed.
  private boolean endsWithin(Duration pause) throws InterruptedException {
    return closed.await(pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  private boolean isClosed() {
    return closed.getCount() == 0;
  }

  /// Asks sources now.
  ///
  /// @param names which; empty for all
  /// @return what came of each
  /// @throws DiscoveryException if there is no source of a name
  Map<String, SourceAnswer> refresh(Set<String> names) throws InterruptedException {
    return lines.each(names, this::ask);
  }

  private SourceAnswer ask(SourceLine line) throws InterruptedException {
    Optional<String> suspended = table.suspension(line.name());
    if (suspended.isPresent()) {
      return new SourceAnswer.Failed(suspended.get());
    }
    try {
      List<Sighting> found = line.call(line.source()::find);
      table.succeeded(line.name());
      if (table.take(line.name(), found, true)) {
        changed.run();
      }
      return new SourceAnswer.Brought(found.size());
    } catch (DiscoveryException failed) {
      failed(line, failed);
      return new SourceAnswer.Failed(String.valueOf(failed.getMessage()));
    }
  }

  /// Tells others of this node now, through every source that can.
  ///
  /// @return what came of each
  Map<String, Registration> register() throws InterruptedException {
    PeerAnnouncement now = self.get();
    return lines.each(Set.of(), line -> tell(line, now));
  }

  private Registration tell(SourceLine line, PeerAnnouncement announcement)
      throws InterruptedException {
    Registration outcome;
    try {
      outcome = line.call(() -> line.source().register(announcement));
      if (outcome instanceof Registration.Told) {
        table.succeeded(line.name());
      }
    } catch (DiscoveryException failed) {
      outcome = new Registration.Failed(String.valueOf(failed.getMessage()));
      failed(line, failed);
    }
    synchronized (registered) {
      registered.put(line.name(), outcome);
    }
    return outcome;
  }

  /// Drops what has run out, here and at the sources.
  ///
  /// @return how many were dropped, by source
  Map<String, Integer> cleanup() throws InterruptedException {
    Map<String, Integer> gone = table.expire();
    List<PeerInfo> known = table.index().find(PeerQuery.best(PeerTable.MAX_PEERS));
    Map<String, Integer> theirs =
        lines.each(
            Set.of(),
            line -> {
              try {
                return line.call(() -> line.source().cleanup(known));
              } catch (DiscoveryException failed) {
                failed(line, failed);
                return 0;
              }
            });
    theirs.forEach((source, count) -> gone.merge(source, count, Integer::sum));
    synchronized (removed) {
      gone.forEach((source, count) -> removed.merge(source, count, Integer::sum));
    }
    if (gone.values().stream().anyMatch(count -> count > 0)) {
      changed.run();
    }
    return gone;
  }

  private void failed(SourceLine line, DiscoveryException why) {
    table.failed(line.name(), String.valueOf(why.getMessage()));
    LOG.debug("the source {} failed: {}", line.name(), why.getMessage());
    changed.run();
  }

  /// What came of telling others of this node the last time, by source.
  Map<String, Registration> registrations() {
    synchronized (registered) {
      return Map.copyOf(registered);
    }
  }

  /// How many peers cleaning up has dropped so far, by source.
  Map<String, Integer> removed() {
    synchronized (removed) {
      return Map.copyOf(removed);
    }
  }

  /// What a person should know of a source besides, by source.
  Map<String, String> remarks() {
    Map<String, String> all = new TreeMap<>();
    lines
        .all()
        .forEach(line -> line.source().remark().ifPresent(text -> all.put(line.name(), text)));
    return all;
  }

  /// Lets the sources keep what they keep, and ends them.
  @Override
  public void close() {
    if (isClosed()) {
      return;
    }
    closed.countDown();
    try {
      cleanup();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    tasks.shutdownNow();
    lines.close();
    try {
      if (!tasks.awaitTermination(5, TimeUnit.SECONDS)) {
        LOG.warn("discovery did not end within 5 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Listening implements DiscoverySource.Ear {
    private final String source;

    Listening(String source) {
      this.source = source;
    }

    @Override
    public void heard(List<Sighting> sightings) {
      if (!isClosed() && table.take(source, sightings, false)) {
        changed.run();
      }
    }

    @Override
    public void lied(Optional<PeerId> teller, String what) {
      table.lied(new Origin(source, teller), what);
      changed.run();
    }

    @Override
    public List<PeerInfo> known(PeerQuery query) {
      return table.index().find(query);
    }
  }
}
