package io.peerdeck.api;

import com.sun.net.httpserver.HttpExchange;
import io.peerdeck.node.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/// What changes in the node, as server-sent events. Listens to the node from the first client on.
final class ChangeStream implements AutoCloseable {
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);
  private static final byte[] MISSED =
      Json.write(
          new ChangeRing.Missed(
              "Changes were missed: read again whatever you keep, then go on from here."));

  private final Node node;
  private final EventStreams streams;
  private final ChangeRing ring;
  private Optional<Node.Subscription> subscription = Optional.empty();

  ChangeStream(Node node, EventStreams streams) {
    this.node = node;
    this.streams = streams;
    byte[] life = new byte[6];
    new SecureRandom().nextBytes(life);
    this.ring = new ChangeRing(HexFormat.of().formatHex(life));
  }

  Route.Stream stream() {
    return new Route.Stream(
        EventWriter.MEDIA_TYPE,
        "`ready` first; a `change` for all that changes; `missed` where changes were lost. An id"
            + " sent as `Last-Event-ID` goes on after it.",
        new Shape.One(ChangeRing.Changed.class),
        (request, exchange) -> stream(exchange));
  }

  private void stream(HttpExchange exchange) throws IOException {
    listen();
    Optional<String> lastId = EventStreams.lastId(exchange);
    Optional<Long> known = lastId.flatMap(ring::place);
    long begin = known.orElseGet(ring::last);
    streams.serve(
        exchange,
        writer -> {
          long place = begin;
          writer.write(EventWriter.frame(ring.id(place), "ready", NOTHING));
          if (lastId.isPresent() && known.isEmpty()) {
            writer.write(EventWriter.frame(ring.id(place), "missed", MISSED));
          }
          while (true) {
            ChangeRing.News news = ring.after(place, streams.heartbeat());
            if (news.missed()) {
              writer.write(EventWriter.frame(ring.id(place), "missed", MISSED));
            }
            if (news.frames().length > 0) {
              writer.write(news.frames());
            } else {
              writer.heartbeat();
            }
            place = news.place();
          }
        });
  }

  private synchronized void listen() {
    if (subscription.isEmpty()) {
      subscription = Optional.of(node.subscribe(ring::add));
    }
  }

  @Override
  public synchronized void close() {
    subscription.ifPresent(Node.Subscription::close);
  }
}
