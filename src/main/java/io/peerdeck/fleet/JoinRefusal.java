package io.peerdeck.fleet;

import java.time.Duration;

/// Why a member does not let a peer in.
///
/// @param reason in a sentence
/// @param lasting whether asking again is of no use
/// @param again how long to wait before asking again
record JoinRefusal(String reason, boolean lasting, Duration again) {
  private static final Duration SOON = Duration.ofSeconds(30);

  /// It will not change by waiting.
  static JoinRefusal forGood(String reason) {
    return new JoinRefusal(reason, true, SOON);
  }

  /// It may be otherwise later, or at another member.
  static JoinRefusal forNow(String reason) {
    return new JoinRefusal(reason, false, SOON);
  }

  static JoinRefusal after(Duration again, String reason) {
    return new JoinRefusal(reason, false, again);
  }
}
