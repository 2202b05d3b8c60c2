package io.peerdeck.node;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerdeck.clock.Entry;
import io.peerdeck.clock.Equivocation;
import io.peerdeck.fleet.PeerStatus;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import io.peerdeck.node.EventShelf.Severity;
import io.peerdeck.schedule.RunEvent;
import io.peerdeck.schedule.RunRow;
import io.peerdeck.schedule.RunStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns what changes into events: runs that come and end, peers that come and go, members, frozen
/// authors, jobs that move to another peer. What happened before this node started, or long before
/// it arrived here, is history and no event.
final class EventWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EventWatch.class);
  private static final Duration OLD = Duration.ofMinutes(2);
  private static final int REMEMBERED = 10_000;
  private static final int WAITING = 10_000;

  private final NodeRooms rooms;
  private final PeerNames names;
  private final EventShelf shelf;
  private final Instant startedAt;
  private final Lifetime subscriptions = new Lifetime();
  private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>(WAITING);
  private final Thread thread;
  // Of the thread alone.
  private final Cache<Cid, RunStatus> told = Caffeine.newBuilder().maximumSize(REMEMBERED).build();
  private final Map<PeerId, PeerStatus.State> states = new HashMap<>();
  private final Set<Cid> proofs = new HashSet<>();

  EventWatch(NodeRooms rooms, PeerNames names, EventShelf shelf) {
    this.rooms = rooms;
    this.names = names;
    this.shelf = shelf;
    this.startedAt = rooms.time.wall().instant();
    rooms.clock.equivocations().forEach(proof -> proofs.add(proof.first()));
    thread = Thread.ofPlatform().daemon().name("event-watch").start(this::run);
    subscriptions.add(rooms.scheduler.subscribe(ids -> later(() -> runs(Set.copyOf(ids)))));
    subscriptions.add(rooms.registry.subscribe(() -> later(this::peers)));
    subscriptions.add(rooms.clock.subscribe(entries -> later(() -> entries(entries))));
    later(this::peers);
  }

  /// Those who tell must not wait; what does not fit any more is not worth a sentence.
  private void later(Runnable look) {
    if (!waiting.offer(look)) {
      LOG.debug("{} looks at events wait already", WAITING);
    }
  }

  private void run() {
    try {
      while (true) {
        Runnable look = waiting.take();
        try {
          look.run();
        } catch (PeerdeckException | NodeException e) {
          LOG.debug("an event was missed", e);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void runs(Set<Cid> ids) {
    Set<String> texts = ids.stream().map(Cid::toString).collect(Collectors.toSet());
    for (RunRow run : rooms.scheduler.rows(texts)) {
      RunStatus before = told.getIfPresent(run.id());
      told.put(run.id(), run.status());
      if (run.status() == before) {
        continue;
      }
      if (run.status().finished()) {
        if (run.finishedAt().isPresent() && isNews(run.finishedAt().getAsLong())) {
          ended(run);
        }
      } else if (before == null && isNews(run.ts())) {
        shelf.add(
            Severity.INFO,
            quoted(run) + " was submitted by " + names.name(run.submitter()) + ".",
            "run",
            run.id().toString());
      }
    }
  }

  private void ended(RunRow run) {
    String id = run.id().toString();
    switch (run.status()) {
      case FAILED ->
          shelf.add(
              Severity.PROBLEM,
              quoted(run) + " failed: " + run.failed() + " of " + run.tasks() + " jobs.",
              "run",
              id);
      case CANCELLED -> shelf.add(Severity.WARNING, quoted(run) + " was cancelled.", "run", id);
      default -> shelf.add(Severity.INFO, quoted(run) + " finished.", "run", id);
    }
  }

  private static String quoted(RunRow run) {
    return "Run \"" + run.name() + "\"";
  }

  private boolean isNews(long ts) {
    Instant at = Instant.ofEpochMilli(ts);
    return at.isAfter(startedAt.minusSeconds(1))
        && at.isAfter(rooms.time.wall().instant().minus(OLD));
  }

  private void peers() {
    for (PeerStatus peer : rooms.registry.peers()) {
      PeerStatus.State before = states.put(peer.peer(), peer.state());
      if (peer.self() || before == peer.state()) {
        continue;
      }
      String id = peer.peer().toString();
      switch (peer.state()) {
        case ONLINE -> {
          if (before != PeerStatus.State.SUSPECT) {
            shelf.add(Severity.INFO, peer.name() + " is " + peer.reason() + ".", "peer", id);
          }
        }
        case SUSPECT ->
            shelf.add(Severity.WARNING, peer.name() + " is " + peer.reason() + ".", "peer", id);
        case OFFLINE -> {
          if (before != null) {
            shelf.add(Severity.WARNING, peer.name() + " is " + peer.reason() + ".", "peer", id);
          }
        }
        case BLOCKED ->
            shelf.add(Severity.WARNING, peer.name() + " is shut out: " + peer.reason(), "peer", id);
        case FROZEN ->
            shelf.add(Severity.PROBLEM, peer.name() + " " + peer.reason() + ".", "peer", id);
        case JOINING -> {} // told by the entry that adds it
      }
    }
  }

  private void entries(List<Entry> entries) {
    for (Entry entry : entries) {
      if (isNews(entry.ts()) && !entry.author().equals(rooms.clock.self())) {
        entry(entry);
      } else if (isNews(entry.ts()) && entry.kind().startsWith("member.")) {
        entry(entry);
      }
    }
    for (Equivocation proof : rooms.clock.equivocations()) {
      if (proofs.add(proof.first())) {
        shelf.add(
            Severity.PROBLEM,
            names.name(proof.author())
                + " wrote two different entries number "
                + proof.seq()
                + "; what it writes from there has no effect.",
            "entry",
            proof.first().toString());
      }
    }
  }

  private void entry(Entry entry) {
    String cid = entry.cid().toString();
    String author = names.name(entry.author());
    switch (entry.kind()) {
      case "member.added", "member.joined" ->
          member(entry)
              .ifPresent(
                  peer ->
                      shelf.add(
                          Severity.INFO,
                          names.name(peer) + " was let into the fleet by " + author + ".",
                          "peer",
                          peer.toString()));
      case "member.removed" ->
          member(entry)
              .ifPresent(
                  peer ->
                      shelf.add(
                          Severity.WARNING,
                          names.name(peer) + " was removed from the fleet by " + author + ".",
                          "peer",
                          peer.toString()));
      case "job.claimed" -> moved(entry, author);
      default -> {
        if (rooms.effect.whyNot(entry).isPresent()) {
          shelf.add(
              Severity.WARNING,
              "An entry "
                  + entry.kind()
                  + " of "
                  + author
                  + " has no effect: "
                  + rooms.effect.whyNot(entry).get()
                  + ".",
              "entry",
              cid);
        }
      }
    }
  }

  private static Optional<PeerId> member(Entry entry) {
    return entry.body().optBytes("peer").map(PeerId::decode);
  }

  /// A claim of a second attempt: the first peer gave the job up or was not heard of.
  private void moved(Entry entry, String author) {
    Optional<RunEvent> event = RunEvent.parse(entry.kind(), entry.body());
    if (event.isPresent()
        && event.get() instanceof RunEvent.Claimed claimed
        && claimed.attempt() > 1) {
      shelf.add(
          Severity.WARNING,
          "Job " + claimed.task() + " moved to " + author + ", attempt " + claimed.attempt() + ".",
          "run",
          entry.key());
    }
  }

  @Override
  public void close() {
    subscriptions.close();
    thread.interrupt();
  }
}
