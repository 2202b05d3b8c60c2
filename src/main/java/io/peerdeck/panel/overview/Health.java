package io.peerdeck.panel.overview;

import io.peerdeck.node.CacheView;
import io.peerdeck.node.DiskView;
import io.peerdeck.node.NodeStatus;
import io.peerdeck.node.PeerView;
import io.peerdeck.node.RunSummary;
import io.peerdeck.node.WatchView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.schedule.RunStatus;
import java.util.List;
import java.util.Optional;

/// How something is: a state, a figure of a unit, and the reason for the state in a sentence.
record Health(Mark mark, String figure, String unit, String reason) {
  private static final Texts TEXTS = Texts.of("overview");

  /// An operator hears of a disk that fills up before it is low.
  private static final long AHEAD = 2;

  static Health node(NodeStatus status) {
    String slots = TEXTS.get("figure.of", status.slotsBusy(), status.slots());
    String unit = TEXTS.get("node.unit");
    if (status.network().equals("off")) {
      return new Health(Mark.OFF, slots, unit, status.networkReason());
    }
    if (!status.warnings().isEmpty()) {
      return new Health(Mark.WARNING, slots, unit, warned(status));
    }
    String since = Words.absolute(status.startedAt());
    String text = TEXTS.get("node.text", room(status), since);
    return new Health(Mark.READY, slots, unit, text);
  }

  /// What is wrong is told once, where it waits for somebody.
  private static String warned(NodeStatus status) {
    return TEXTS.count("node.warned", status.warnings().size());
  }

  private static String room(NodeStatus status) {
    int free = Math.max(0, status.slots() - status.slotsBusy());
    return status.slots() == 0
        ? TEXTS.get("node.noSlots")
        : free == 0 ? TEXTS.get("node.full") : TEXTS.count("node.room", free);
  }

  static Health fleet(NodeStatus status, List<PeerView> peers) {
    String online = TEXTS.get("figure.of", status.membersOnline(), status.members());
    Optional<PeerView> worst =
        peers.stream()
            .filter(peer -> peer.state().equals("frozen"))
            .findFirst()
            .or(() -> peers.stream().filter(peer -> peer.state().equals("suspect")).findFirst());
    Mark mark = worst.map(peer -> Mark.of(peer.state())).orElse(Mark.of(status.network()));
    String why = worst.map(PeerView::stateReason).orElse(status.networkReason());
    return new Health(mark, online, TEXTS.get("fleet.unit"), why);
  }

  /// @param last the newest runs
  static Health queue(NodeStatus status, List<RunSummary> last) {
    NodeStatus.RunCounts runs = status.runs();
    String live = Words.number(runs.live());
    String unit = TEXTS.get("queue.unit");
    List<RunSummary> ended = last.stream().filter(run -> run.status().finished()).toList();
    long failed = ended.stream().filter(run -> run.status() == RunStatus.FAILED).count();
    if (failed > 0 && failed * 2 >= ended.size()) {
      return new Health(Mark.WARNING, live, unit, TEXTS.get("queue.failing", failed, ended.size()));
    }
    Mark mark =
        runs.inProgress() > 0 ? Mark.IN_PROGRESS : runs.live() > 0 ? Mark.PENDING : Mark.READY;
    Optional<RunSummary> stuck =
        last.stream()
            .filter(run -> !run.status().finished() && !run.waitsFor().isBlank())
            .findFirst();
    if (mark == Mark.PENDING && stuck.isPresent()) {
      return new Health(mark, live, unit, stuck.get().waitsFor());
    }
    return new Health(
        mark,
        live,
        unit,
        runs.live() == 0
            ? TEXTS.get("queue.idle", runs.failed())
            : TEXTS.get(
                "queue.text", runs.inProgress(), runs.pending() + runs.assigned(), runs.failed()));
  }

  /// The same with what waits at GitHub.
  Health with(WatchView watched) {
    if (!watched.on()) {
      return this;
    }
    Optional<WatchView.Repository> silent =
        watched.repositories().stream().filter(one -> !one.trouble().isEmpty()).findFirst();
    if (silent.isPresent()) {
      String why = TEXTS.get("queue.silent", reason, silent.get().name(), silent.get().trouble());
      return new Health(Mark.WARNING, figure, unit, why);
    }
    List<WatchView.WaitingRun> runs =
        watched.repositories().stream().flatMap(one -> one.runs().stream()).toList();
    long taken = runs.stream().filter(run -> run.run().isPresent()).count();
    return new Health(mark, figure, unit, TEXTS.get("queue.github", reason, runs.size(), taken));
  }

  static Health cache(List<CacheView> caches) {
    long hits = caches.stream().mapToLong(CacheView::hits).sum();
    long reads = hits + caches.stream().mapToLong(CacheView::misses).sum();
    if (reads == 0) {
      return new Health(Mark.UNKNOWN, TEXTS.get("cache.nothing"), "", TEXTS.get("cache.none"));
    }
    String share = Words.percent((double) hits / reads);
    Optional<CacheView> missing =
        caches.stream().filter(cache -> cache.configured().isPresent()).findFirst();
    String text = TEXTS.get("cache.text", hits, reads);
    return new Health(
        Mark.READY,
        share,
        TEXTS.get("cache.unit"),
        missing.map(cache -> TEXTS.get("cache.textBut", text, cache.name())).orElse(text));
  }

  /// @param room as last measured
  static Health disk(Optional<DiskView> room) {
    if (room.isEmpty()) {
      return new Health(Mark.UNKNOWN, TEXTS.get("disk.nothing"), "", TEXTS.get("disk.unknown"));
    }
    DiskView disk = room.get();
    String figure = Words.bytes(disk.free());
    String unit = TEXTS.get("disk.unit");
    String text = TEXTS.get("disk.text", Words.bytes(disk.used()), Words.bytes(disk.total()));
    if (disk.low()) {
      return new Health(
          Mark.PROBLEM, figure, unit, TEXTS.get("disk.low", Words.bytes(disk.warnBelow()), text));
    }
    return disk.free() < AHEAD * disk.warnBelow()
        ? new Health(
            Mark.WARNING, figure, unit, TEXTS.get("disk.soon", Words.bytes(disk.warnBelow()), text))
        : new Health(Mark.READY, figure, unit, text);
  }
}
