package io.peerdeck.api;

import java.time.Duration;

/// How much the server takes from its clients.
///
/// @param streams followers of events and logs at once
/// @param stall how long a client may leave an answer unread
/// @param heartbeat how often a stream without news says that it lives
/// @param perSecond requests of a client with a token, on average
/// @param wrongPerSecond requests with a wrong token, on average
record ApiBounds(
    int streams, Duration stall, Duration heartbeat, int perSecond, int wrongPerSecond) {
  static final ApiBounds STANDARD =
      new ApiBounds(512, Duration.ofSeconds(10), Duration.ofSeconds(15), 20_000, 20);
}
