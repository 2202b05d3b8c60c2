package io.peerdeck.schedule;

import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.PeerId;
import java.util.List;
import java.util.Optional;

/// What opens an attempt of a task: a valid claim, or an assignment by hand.
///
/// @param peer who claims, or is to claim
record Bid(RunNotes.Note note, int attempt, PeerId peer, boolean byHand) {
  Entry entry() {
    return note.entry();
  }

  static int highest(List<Bid> bids) {
    return bids.stream().mapToInt(Bid::attempt).max().orElse(0);
  }

  /// Who holds the task if these bids are all there are. Of the highest attempt: the first claim in
  /// order; if assigned by hand, the first by the peer that the last assignment in order names.
  static Optional<Bid> holder(List<Bid> bids) {
    int attempt = highest(bids);
    Optional<PeerId> assigned = assigned(bids, attempt);
    return bids.stream()
        .filter(bid -> !bid.byHand && bid.attempt == attempt)
        .filter(bid -> assigned.isEmpty() || assigned.get().equals(bid.peer))
        .findFirst();
  }

  /// The peer that an attempt was given to by hand: of concurrent assignments the last in order.
  static Optional<PeerId> assigned(List<Bid> bids, int attempt) {
    return bids.stream()
        .filter(bid -> bid.byHand && bid.attempt == attempt)
        .reduce((first, last) -> last)
        .map(Bid::peer);
  }
}
