package io.peerdeck.api;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/// All streams of events that are open: how many there may be, and how they begin and end.
final class EventStreams {
  private final ApiBounds bounds;
  private final StallWatch stalls;
  private final Semaphore places;

  EventStreams(ApiBounds bounds, StallWatch stalls) {
    this.bounds = bounds;
    this.stalls = stalls;
    this.places = new Semaphore(bounds.streams());
  }

  /// Writes what there is to tell until there is no more; is interrupted when the server closes.
  @FunctionalInterface
  interface Teller {
    void tell(EventWriter writer) throws IOException, InterruptedException;
  }

  Duration heartbeat() {
    return bounds.heartbeat();
  }

  /// Throws [ApiException] 503 where there are too many, and what the client's end of the
  /// connection makes of it.
  void serve(HttpExchange exchange, Teller teller) throws IOException {
    serve(exchange, EventWriter.MEDIA_TYPE, teller);
  }

  /// The same in another form.
  void serve(HttpExchange exchange, String mediaType, Teller teller) throws IOException {
    if (!places.tryAcquire()) {
      throw new ApiException(
          503,
          bounds.streams() + " clients follow this node already, which is all it serves.",
          Map.of("Retry-After", "5"));
    }
    try {
      teller.tell(new EventWriter(exchange, mediaType, stalls));
    } catch (InterruptedException e) {
      throw (IOException) new InterruptedIOException("the server closes").initCause(e);
    } finally {
      places.release();
    }
  }

  /// Where a client was that comes again; browsers and libraries send this by themselves.
  static Optional<String> lastId(HttpExchange exchange) {
    return Optional.ofNullable(exchange.getRequestHeaders().getFirst("Last-Event-ID"))
        .filter(id -> !id.isEmpty());
  }
}
