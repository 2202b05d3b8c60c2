package io.peerdeck.api;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// One client's stream of server-sent events. A client that does not read makes writing fail.
final class EventWriter {
  static final String MEDIA_TYPE = "text/event-stream";
  private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.UTF_8);

  private final OutputStream out;
  private final StallWatch stalls;

  /// Sends the headers.
  EventWriter(HttpExchange exchange, String mediaType, StallWatch stalls) throws IOException {
    this.stalls = stalls;
    Headers headers = exchange.getResponseHeaders();
    headers.set("Content-Type", mediaType);
    headers.set("Cache-Control", "no-store");
    headers.set("X-Content-Type-Options", "nosniff");
    exchange.sendResponseHeaders(200, 0);
    out = exchange.getResponseBody();
  }

  /// One event as it goes over the wire.
  ///
  /// @param data JSON without line breaks
  static byte[] frame(String id, String event, byte[] data) {
    ByteArrayOutputStream frame = new ByteArrayOutputStream(data.length + 64);
    frame.writeBytes(
        ("id: " + id + "\nevent: " + event + "\ndata: ").getBytes(StandardCharsets.UTF_8));
    frame.writeBytes(data);
    frame.write('\n');
    frame.write('\n');
    return frame.toByteArray();
  }

  void write(byte[] frames) throws IOException {
    StallWatch.Watched write = stalls.write();
    try (write) {
      out.write(frames);
      out.flush();
    }
  }

  /// A comment, which clients pass over; shows both ends that the other is there.
  void heartbeat() throws IOException {
    write(HEARTBEAT);
  }
}
