package io.peerdeck.panel.gallery;

import io.peerdeck.node.EntryView;
import io.peerdeck.node.PeerRef;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Entries of five authors who read each other now and then; some are unusual.
final class SampleClock {
  private static final List<String> KINDS =
      List.of("run.submitted", "job.claimed", "job.finished", "job.sealed", "run.held");

  private SampleClock() {}

  static EntryView entry(long ordinal, Instant now) {
    PeerRef author = author(ordinal);
    boolean late = ordinal % 37 == 11;
    boolean idle = ordinal % 53 == 7;
    List<EntryView.Mark> marks =
        late
            ? List.of(new EntryView.Mark("late", "It came long after its place in the order."))
            : idle
                ? List.of(new EntryView.Mark("no effect", "Its author was no worker."))
                : List.of();
    return new EntryView(
        cid(ordinal),
        author,
        ordinal / 5,
        ordinal,
        ordinal,
        now.minusSeconds(9 * (5_000 - ordinal)),
        ordinal == 0 ? "fleet.created" : KINDS.get((int) (ordinal % KINDS.size())),
        cid(ordinal - ordinal % 6),
        previous(ordinal),
        ordinal > 3 && ordinal % 4 == 0 ? List.of(cid(ordinal - 1)) : List.of(),
        !idle,
        "",
        marks,
        "{}",
        312,
        "");
  }

  private static PeerRef author(long ordinal) {
    return SampleFleet.PEERS.get((int) (ordinal * 7919 % 13 % SampleFleet.PEERS.size()));
  }

  private static Optional<String> previous(long ordinal) {
    for (long before = ordinal - 1; before >= 0; before--) {
      if (author(before).equals(author(ordinal))) {
        return Optional.of(cid(before));
      }
    }
    return Optional.empty();
  }

  private static String cid(long number) {
    return "bafyrei" + "gallery".repeat(6) + String.format(java.util.Locale.ROOT, "%010d", number);
  }
}
