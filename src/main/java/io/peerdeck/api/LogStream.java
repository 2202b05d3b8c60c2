package io.peerdeck.api;

import com.sun.net.httpserver.HttpExchange;
import io.peerdeck.node.LogChunk;
import io.peerdeck.node.Node;
import io.peerdeck.node.TaskRef;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Follows logs of tasks as server-sent events.
final class LogStream {
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

  private final Node node;
  private final EventStreams streams;
  private final Map<Log, LogFeed> feeds = new HashMap<>();

  LogStream(Node node, EventStreams streams) {
    this.node = node;
    this.streams = streams;
  }

  private record Log(String run, TaskRef task) {}

  /// A place in a log.
  private record Place(int attempt, long next) {
    String id() {
      return attempt + "." + next;
    }

    static Optional<Place> parse(String id) {
      int dot = id.indexOf('.');
      try {
        return dot < 0
            ? Optional.empty()
            : Optional.of(
                    new Place(
                        Integer.parseInt(id.substring(0, dot)),
                        Long.parseLong(id.substring(dot + 1))))
                .filter(place -> place.next >= 0);
      } catch (NumberFormatException e) {
        return Optional.empty();
      }
    }
  }

  /// Why a log can no longer be read.
  private record Trouble(String reason) {}

  Route.Stream stream() {
    return new Route.Stream(
        EventWriter.MEDIA_TYPE,
        "`lines` for each stretch; `again` where the task is tried again, from the first byte;"
            + " `end` after the last; `trouble` where the log cannot be read. An id sent as"
            + " `Last-Event-ID` goes on after it; else `from` says where to begin.",
        new Shape.One(LogChunk.class),
        this::stream);
  }

  private void stream(Request request, HttpExchange exchange) throws IOException {
    Log log = new Log(node.run(request.at("id")).summary().id(), TaskRef.parse(request.at("task")));
    long from = request.number("from", 0, Long.MIN_VALUE, Long.MAX_VALUE);
    Optional<Place> last = EventStreams.lastId(exchange).flatMap(Place::parse);
    LogChunk first = node.log(log.run, log.task, from, 1, Duration.ZERO);
    Place begin =
        last.filter(place -> place.attempt == first.attempt() && place.next <= first.size())
            .orElseGet(() -> new Place(first.attempt(), last.isPresent() ? 0 : first.start()));
    streams.serve(
        exchange,
        writer -> {
          LogFeed feed = join(log, begin);
          try {
            follow(log, feed, begin, writer);
          } finally {
            leave(log, feed);
          }
        });
  }

  private LogFeed join(Log log, Place place) {
    synchronized (feeds) {
      LogFeed feed = feeds.computeIfAbsent(log, each -> new LogFeed(node, each.run, each.task));
      feed.join(place.attempt, place.next);
      return feed;
    }
  }

  private void leave(Log log, LogFeed feed) {
    synchronized (feeds) {
      if (feed.leave()) {
        feeds.remove(log, feed);
      }
    }
  }

  private void follow(Log log, LogFeed feed, Place begin, EventWriter writer)
      throws IOException, InterruptedException {
    Place place = begin;
    writer.write(EventWriter.frame(place.id(), "ready", NOTHING));
    while (true) {
      switch (feed.after(place.attempt, place.next, streams.heartbeat())) {
        case LogFeed.Step.Stretch stretch -> {
          writer.write(stretch.frame());
          place = new Place(stretch.attempt(), stretch.next());
        }
        case LogFeed.Step.Behind(int bytes) -> {
          LogChunk chunk = node.log(log.run, log.task, place.next, bytes, Duration.ZERO);
          if (chunk.attempt() != place.attempt || chunk.next() <= place.next) {
            place = new Place(chunk.attempt(), 0);
          } else {
            writer.write(LogFeed.frame(chunk));
            place = new Place(chunk.attempt(), chunk.next());
          }
        }
        case LogFeed.Step.Again(int attempt) -> {
          place = new Place(attempt, 0);
          writer.write(EventWriter.frame(place.id(), "again", NOTHING));
        }
        case LogFeed.Step.Nothing() -> writer.heartbeat();
        case LogFeed.Step.End() -> {
          writer.write(EventWriter.frame(place.id(), "end", NOTHING));
          return;
        }
        case LogFeed.Step.Failure(String reason) -> {
          writer.write(EventWriter.frame(place.id(), "trouble", Json.write(new Trouble(reason))));
          return;
        }
      }
    }
  }
}
