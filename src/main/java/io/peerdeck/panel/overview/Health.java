package io.peerdeck.panel.overview;

import io.peerdeck.node.CacheView;
import io.peerdeck.node.DiskView;
import io.peerdeck.node.NodeStatus;
import io.peerdeck.node.PeerView;
import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.schedule.RunStatus;
import java.util.List;
import java.util.Optional;

/// How something is: a state, a figure, and the reason for the state in a sentence.
record Health(Mark mark, String figure, String reason) {
  private static final Texts TEXTS = Texts.of("overview");

  /// An operator hears of a disk that fills up before it is low.
  private static final long AHEAD = 2;

  static Health node(NodeStatus status) {
    String slots = TEXTS.get("node.figure", status.slotsBusy(), status.slots());
    if (status.network().equals("off")) {
      return new Health(Mark.OFF, slots, status.networkReason());
    }
    if (!status.warnings().isEmpty()) {
      return new Health(Mark.WARNING, slots, status.warnings().getFirst());
    }
    String since = Words.absolute(status.startedAt());
    String text = TEXTS.get("node.text", room(status), status.version(), since);
    return new Health(Mark.READY, slots, text);
  }

  private static String room(NodeStatus status) {
    int free = Math.max(0, status.slots() - status.slotsBusy());
    return status.slots() == 0
        ? TEXTS.get("node.noSlots")
        : free == 0 ? TEXTS.get("node.full") : TEXTS.count("node.room", free);
  }

  static Health fleet(NodeStatus status, List<PeerView> peers) {
    String online = TEXTS.get("fleet.figure", status.membersOnline(), status.members());
    Optional<PeerView> worst =
        peers.stream()
            .filter(peer -> peer.state().equals("frozen"))
            .findFirst()
            .or(() -> peers.stream().filter(peer -> peer.state().equals("suspect")).findFirst());
    Mark mark = worst.map(peer -> Mark.of(peer.state())).orElse(Mark.of(status.network()));
    String why = worst.map(PeerView::stateReason).orElse(status.networkReason());
    return new Health(mark, online, why);
  }

  /// @param last the newest runs
  static Health queue(NodeStatus status, List<RunSummary> last) {
    NodeStatus.RunCounts runs = status.runs();
    String live = TEXTS.get("queue.figure", runs.live());
    List<RunSummary> ended = last.stream().filter(run -> run.status().finished()).toList();
    long failed = ended.stream().filter(run -> run.status() == RunStatus.FAILED).count();
    if (failed > 0 && failed * 2 >= ended.size()) {
      return new Health(Mark.WARNING, live, TEXTS.get("queue.failing", failed, ended.size()));
    }
    Mark mark =
        runs.inProgress() > 0 ? Mark.IN_PROGRESS : runs.live() > 0 ? Mark.PENDING : Mark.READY;
    Optional<RunSummary> stuck =
        last.stream()
            .filter(run -> !run.status().finished() && !run.waitsFor().isBlank())
            .findFirst();
    if (mark == Mark.PENDING && stuck.isPresent()) {
      return new Health(mark, live, stuck.get().waitsFor());
    }
    return new Health(
        mark,
        live,
        TEXTS.get(
            "queue.text", runs.inProgress(), runs.pending() + runs.assigned(), runs.failed()));
  }

  static Health cache(List<CacheView> caches) {
    long hits = caches.stream().mapToLong(CacheView::hits).sum();
    long reads = hits + caches.stream().mapToLong(CacheView::misses).sum();
    if (reads == 0) {
      return new Health(Mark.UNKNOWN, TEXTS.get("cache.nothing"), TEXTS.get("cache.none"));
    }
    String share = TEXTS.get("cache.figure", Words.percent((double) hits / reads));
    Optional<CacheView> missing =
        caches.stream().filter(cache -> cache.configured().isPresent()).findFirst();
    String text = TEXTS.get("cache.text", hits, reads);
    return new Health(
        Mark.READY,
        share,
        missing.map(cache -> TEXTS.get("cache.textBut", text, cache.name())).orElse(text));
  }

  /// @param room as last measured
  static Health disk(Optional<DiskView> room) {
    if (room.isEmpty()) {
      return new Health(Mark.UNKNOWN, TEXTS.get("disk.nothing"), TEXTS.get("disk.unknown"));
    }
    DiskView disk = room.get();
    String figure = TEXTS.get("disk.figure", Words.bytes(disk.free()));
    String text = TEXTS.get("disk.text", Words.bytes(disk.used()), Words.bytes(disk.total()));
    if (disk.low()) {
      return new Health(
          Mark.PROBLEM, figure, TEXTS.get("disk.low", Words.bytes(disk.warnBelow()), text));
    }
    return disk.free() < AHEAD * disk.warnBelow()
        ? new Health(
            Mark.WARNING, figure, TEXTS.get("disk.soon", Words.bytes(disk.warnBelow()), text))
        : new Health(Mark.READY, figure, text);
  }
}
