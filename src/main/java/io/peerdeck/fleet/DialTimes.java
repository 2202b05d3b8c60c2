package io.peerdeck.fleet;

import java.time.Duration;

/// When a peer is dialled the next time: after growing pauses, longer ones while it answers but
/// keeps this node out. Guarded by its [MemberReach]; times are nanoseconds of the monotonic clock.
final class DialTimes {
  /// The longest pause while the peer keeps this node out: it will hardly change its mind, and once
  /// it does it opens the live stream itself.
  static final Duration LONGEST_REFUSED = Duration.ofMinutes(15);

  private final Backoff pause;
  private final Backoff refusedPause;
  private long next;

  DialTimes(LinkSurroundings around) {
    this.pause = around.backoff();
    this.refusedPause = around.backoff(LONGEST_REFUSED);
    this.next = around.now();
  }

  boolean due(long now) {
    return now >= next;
  }

  Duration untilNext(long now) {
    return Duration.ofNanos(Math.max(0, next - now));
  }

  /// Something speaks for the peer's being reachable again.
  void atOnce(long now) {
    pause.reset();
    refusedPause.reset();
    next = now;
  }

  /// The same a moment later, since others may try it now as well.
  void soon(long now) {
    long before = next;
    atOnce(now);
    failed(now);
    next = next - before < 0 ? next : before;
    pause.reset();
  }

  /// The peer greeted this node.
  void greeted(long now) {
    refusedPause.reset();
    next = now;
  }

  /// A link was up for so long that it was no passing success.
  void steady() {
    pause.reset();
  }

  void failed(long now) {
    notBefore(now + pause.failed());
  }

  void refused(long now) {
    notBefore(now + refusedPause.failed());
  }

  /// Puts the next one off by a pause from now, wherever it was.
  void putOff(long now) {
    next = now + pause.failed();
  }

  /// When to open a connection again that was lost to a peer that keeps this node out.
  long reopen(long now) {
    return now + pause.failed();
  }

  private void notBefore(long then) {
    next = then - next > 0 ? then : next;
  }
}
