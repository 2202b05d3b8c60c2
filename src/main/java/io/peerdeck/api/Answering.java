package io.peerdeck.api;

import com.sun.net.httpserver.HttpExchange;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;

/// The right to answer one request. It goes to the request's handler or, once that has taken too
/// long, to whoever says so; a handler that comes too late says nothing any more.
final class Answering {
  private static final int FRAMES = 30;

  private enum Side {
    NOBODY,
    HANDLER,
    WATCH
  }

  private final HttpExchange exchange;
  private final Thread handler = Thread.currentThread();
  private final AtomicReference<Side> side = new AtomicReference<>(Side.NOBODY);

  /// Of the request this thread handles.
  Answering(HttpExchange exchange) {
    this.exchange = exchange;
  }

  HttpExchange exchange() {
    return exchange;
  }

  /// Whether the handler may answer, now and from now on.
  boolean byHandler() {
    return side.compareAndSet(Side.NOBODY, Side.HANDLER) || side.get() == Side.HANDLER;
  }

  /// Takes the right from a handler that is too late; false where it was taken before.
  boolean takeFromHandler() {
    return side.compareAndSet(Side.NOBODY, Side.WATCH);
  }

  /// Where the handler stands, for the log.
  String place() {
    return Arrays.stream(handler.getStackTrace())
        .limit(FRAMES)
        .map(frame -> "\n\tat " + frame)
        .collect(Collectors.joining());
  }
}
