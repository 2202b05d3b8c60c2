package io.peerdeck.github;

import java.util.Map;

/// The bounds of the JDK's HTTP server, which it reads once per process when the first server is
/// made. What was set by the command line stays.
public final class HttpBounds {
  private static final Map<String, String> BOUNDS =
      Map.of(
          // Without this the second part of an answer waits for the client's acknowledgement.
          "sun.net.httpserver.nodelay", "true",
          // Seconds in which a request must have come, headers and body.
          "sun.net.httpserver.maxReqTime", "30",
          "sun.net.httpserver.maxReqHeaders", "100",
          "sun.net.httpserver.maxReqHeaderSize", Integer.toString(32 << 10),
          "sun.net.httpserver.maxIdleConnections", "400",
          // 512 that follow something, and plenty that ask.
          "jdk.httpserver.maxConnections", "1000");

  private HttpBounds() {}

  /// To be called before any server is made.
  public static void set() {
    BOUNDS.forEach(
        (name, value) -> {
          if (System.getProperty(name) == null) {
            System.setProperty(name, value);
          }
        });
  }
}
