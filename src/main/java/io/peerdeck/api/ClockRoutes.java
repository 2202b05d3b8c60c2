package io.peerdeck.api;

import static io.peerdeck.api.Field.number;
import static io.peerdeck.api.Field.text;
import static io.peerdeck.api.Route.get;
import static io.peerdeck.api.Route.post;

import com.sun.net.httpserver.HttpExchange;
import io.peerdeck.node.EntryPage;
import io.peerdeck.node.EntryQuery;
import io.peerdeck.node.EntryView;
import io.peerdeck.node.Node;
import io.peerdeck.node.VerifyProgress;
import io.peerdeck.node.VerifyView;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/// The fleet's signed history.
final class ClockRoutes {
  private static final String LINES = "application/jsonl";
  private static final int MAX_ENTRIES = 1000;

  private final AtomicReference<VerifyProgress> checked =
      new AtomicReference<>(new VerifyProgress(0, 0));
  private final Node node;
  private final EventStreams streams;

  ClockRoutes(Node node, EventStreams streams) {
    this.node = node;
    this.streams = streams;
  }

  List<Route> routes() {
    return List.of(
        get("clock/entries", "Entries that match, newest first")
            .query(
                text("before", "the newest below this entry, by CID"),
                text("after", "the oldest above this entry, by CID"),
                number("ordinal", "the entry before which so many stand, and those below it"),
                text("text", "part of kind, key, CID or author"),
                text("kind", "exactly"),
                text("key", "exactly"),
                text("author", "a peer's id or name, or a unique part of either"),
                number("limit", "at most so many, 100 unless told, 1000 at most"))
            .answer(EntryPage.class, request -> node.entries(query(request))),
        get("clock/entries/{cid}", "One entry, by its CID or a unique part at an end")
            .answer(EntryView.class, request -> node.entry(request.at("cid"))),
        post("clock/verify", "Checks every stored entry: hash, signature, links, order")
            .answer(VerifyView.class, request -> node.verifyClock(checked::set)),
        get("clock/verify", "How far the newest check has come")
            .answer(VerifyProgress.class, request -> checked.get()),
        get("clock/export", "Every entry, one line of JSON each, in the total order")
            .streams(
                new Route.Stream(
                    LINES,
                    "one entry a line, oldest first",
                    new Shape.One(EntryView.class),
                    (request, exchange) -> export(exchange))));
  }

  private void export(HttpExchange exchange) throws IOException {
    long total = node.entries(EntryQuery.newest(1)).total();
    streams.serve(
        exchange,
        LINES,
        writer -> {
          for (long done = 0; done < total; done += MAX_ENTRIES) {
            long last = Math.min(done + MAX_ENTRIES, total) - 1;
            List<EntryView> page =
                node.entries(EntryQuery.newest((int) (last - done + 1)).withOrdinal(last))
                    .entries();
            ByteArrayOutputStream lines = new ByteArrayOutputStream();
            for (EntryView entry : page.reversed()) {
              lines.writeBytes(Json.write(entry));
              lines.write('\n');
            }
            writer.write(lines.toByteArray());
          }
        });
  }

  private static EntryQuery query(Request request) {
    return new EntryQuery(
        request.parameter("before"),
        request.parameter("after"),
        request.parameter("ordinal").map(said -> request.number("ordinal", 0, 0, Long.MAX_VALUE)),
        request.parameter("text").orElse(""),
        request.parameter("kind"),
        request.parameter("key"),
        request.parameter("author"),
        (int) request.number("limit", 100, 1, MAX_ENTRIES));
  }
}
