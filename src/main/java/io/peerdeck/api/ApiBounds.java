package io.peerdeck.api;

import java.time.Duration;

/// How much the server takes from its clients.
///
/// @param streams followers of events and logs at once
/// @param stall how long a client may leave an answer unread
/// @param heartbeat how often a stream without news says that it lives
/// @param perSecond requests of a client with a token, on average
/// @param wrongPerSecond requests with a wrong token, on average
/// @param read how long the answer to a read may take
/// @param change how long a change may take, which may move a folder; less than [ApiClient] waits
record ApiBounds(
    int streams,
    Duration stall,
    Duration heartbeat,
    int perSecond,
    int wrongPerSecond,
    Duration read,
    Duration change) {
  static final ApiBounds STANDARD =
      new ApiBounds(
          512,
          Duration.ofSeconds(10),
          Duration.ofSeconds(15),
          20_000,
          20,
          Duration.ofMinutes(1),
          Duration.ofMinutes(9));

  /// How long the answer to a method may take.
  Duration answer(String method) {
    return method.equals("GET") || method.equals("HEAD") ? read : change;
  }
}
