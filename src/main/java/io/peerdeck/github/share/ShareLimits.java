package io.peerdeck.github.share;

import java.time.Duration;

/// Every bound of sharing in one place.
///
/// @param frame time for a question, or for the sending of an answer
/// @param longestWait the longest a question is worked on here, whatever the asker says
/// @param skew how far another member's clock may be ahead of this one's
/// @param asksPerSecond questions one member may put, on average
/// @param asksAtOnce of these without a pause
/// @param fetchesPerHour requests to GitHub one member may cause, on average
/// @param fetchesAtOnce of these without a pause
/// @param openPerPeer questions of one member worked on at once
/// @param open the same for all members
/// @param itemsPerSecond answers an author may announce by gossip, on average
/// @param itemsAtOnce of these without a pause
/// @param keysPerAuthor announcements kept of one author
/// @param holders members kept for one answer
/// @param keys answers somebody is known to hold
public record ShareLimits(
    Duration frame,
    Duration longestWait,
    Duration skew,
    int asksPerSecond,
    int asksAtOnce,
    int fetchesPerHour,
    int fetchesAtOnce,
    int openPerPeer,
    int open,
    int itemsPerSecond,
    int itemsAtOnce,
    int keysPerAuthor,
    int holders,
    int keys) {
  /// As nodes run.
  public static ShareLimits standard() {
    return new ShareLimits(
        Duration.ofSeconds(10),
        Duration.ofSeconds(20),
        Duration.ofSeconds(30),
        200,
        800,
        3600,
        300,
        16,
        64,
        256,
        1024,
        1024,
        8,
        8192);
  }
}
