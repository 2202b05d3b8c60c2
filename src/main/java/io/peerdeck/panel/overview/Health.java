package io.peerdeck.panel.overview;

import io.peerdeck.node.CacheView;
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

  /// Below this share of the disk an operator should look at it, and below that at once.
  private static final double LOW = 0.15;

  private static final double VERY_LOW = 0.05;

  static Health node(NodeStatus status) {
    String slots = TEXTS.get("node.figure", status.slotsBusy(), status.slots());
    if (status.network().equals("off")) {
      return new Health(Mark.OFF, slots, TEXTS.get("node.warned", status.networkReason()));
    }
    if (!status.warnings().isEmpty()) {
      String warned = TEXTS.get("node.warned", status.warnings().getFirst());
      return new Health(Mark.WARNING, slots, warned);
    }
    String since = Words.absolute(status.startedAt());
    return new Health(Mark.READY, slots, TEXTS.get("node.text", status.version(), since));
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
    return new Health(mark, online, TEXTS.get("fleet.text", why));
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
    String share = Words.percent((double) hits / reads);
    Optional<CacheView> missing =
        caches.stream().filter(cache -> cache.configured().isPresent()).findFirst();
    String text = TEXTS.get("cache.text", hits, reads);
    return new Health(
        Mark.READY,
        share,
        missing.map(cache -> TEXTS.get("cache.textBut", text, cache.name())).orElse(text));
  }

  static Health disk(DiskRoom room) {
    return switch (room) {
      case DiskRoom.Unknown(String why) ->
          new Health(Mark.UNKNOWN, TEXTS.get("disk.nothing"), TEXTS.get("disk.unknown", why));
      case DiskRoom.Known(long free, long total) -> {
        double share = total == 0 ? 0 : (double) free / total;
        String text = TEXTS.get("disk.text", Words.percent(share), Words.bytes(total));
        String figure = TEXTS.get("disk.figure", Words.bytes(free));
        yield share < VERY_LOW
            ? new Health(Mark.PROBLEM, figure, TEXTS.get("disk.veryLow", text))
            : share < LOW
                ? new Health(Mark.WARNING, figure, TEXTS.get("disk.low", text))
                : new Health(Mark.READY, figure, text);
      }
    };
  }
}
