package io.peerdeck.panel.gallery;

import io.peerdeck.node.EntryPage;
import io.peerdeck.node.EntryQuery;
import io.peerdeck.node.EntryView;
import io.peerdeck.node.LogChunk;
import io.peerdeck.node.Node;
import io.peerdeck.node.NodeException;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/// A node that is made up: it has a log and a clock to show parts with, and refuses all else.
final class SampleNode {
  /// What a line of the log counts for in its stored form.
  private static final long LINE_BYTES = 100;

  private static final long LINES = 2_000;
  private static final long ENTRIES = 5_000;

  private final Instant now;

  private SampleNode(Instant now) {
    this.now = now;
  }

  static Node at(InstantSource time) {
    SampleNode sample = new SampleNode(time.instant());
    return Node.class.cast(
        Proxy.newProxyInstance(
            Node.class.getClassLoader(),
            new Class<?>[] {Node.class},
            (proxy, method, given) ->
                sample.answer(method.getName(), given == null ? new Object[0] : given)));
  }

  private @Nullable Object answer(String method, Object[] arguments) {
    return switch (method) {
      case "log" -> log((long) arguments[2], (int) arguments[3]);
      case "entries" -> entries((EntryQuery) arguments[0]);
      case "subscribe" -> (Node.Subscription) () -> {};
      case "runs" -> List.of(); // none has a name
      case "close" -> null;
      default ->
          throw new NodeException(
              NodeException.Reason.REFUSED, "The gallery's node does not know " + method + ".");
    };
  }

  private LogChunk log(long from, int bytes) {
    long size = LINES * LINE_BYTES;
    long start = from < 0 ? Math.max(0, size + from) : Math.min(from, size);
    long first = Math.ceilDiv(start, LINE_BYTES);
    long end = Math.min(LINES, first + Math.max(1, bytes / LINE_BYTES));
    List<LogChunk.Line> lines =
        LongStream.range(first, end).mapToObj(number -> SampleLog.line(number, now)).toList();
    return new LogChunk(1, lines, first * LINE_BYTES, end * LINE_BYTES, size, end == LINES);
  }

  private EntryPage entries(EntryQuery query) {
    long newest = Math.min(ENTRIES - 1, query.ordinal().orElse(ENTRIES - 1));
    List<EntryView> page =
        LongStream.rangeClosed(0, newest)
            .map(i -> newest - i)
            .limit(query.limit())
            .mapToObj(ordinal -> SampleClock.entry(ordinal, now))
            .toList();
    return new EntryPage(page, ENTRIES, Optional.empty());
  }
}
