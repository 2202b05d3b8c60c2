package io.peerdeck.api;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/// One thing the API does: what dispatch finds by method and path, and what the OpenAPI document
/// tells of it.
///
/// @param path with `{name}` where something is named
/// @param open whether it needs no token
/// @param stream how it is answered to who accepts the stream's media type, or always where there
///     is no answer
record Route(
    String method,
    String path,
    String summary,
    boolean open,
    List<Field> query,
    List<Field> body,
    Optional<Answer> answer,
    Optional<Stream> stream) {
  static final String ROOT = "/api/v1/";

  /// A document that is the whole answer.
  record Answer(Shape shape, Function<Request, ?> call) {}

  /// An answer that goes on for a while.
  ///
  /// @param shape of one event or line
  record Stream(String mediaType, String description, Shape shape, Streamer streamer) {}

  /// Sends an answer bit by bit.
  @FunctionalInterface
  interface Streamer {
    /// Sends the headers and all that follows; throws when the other end is gone.
    void stream(Request request, HttpExchange exchange) throws IOException;
  }

  static Draft get(String path, String summary) {
    return new Draft("GET", path, summary);
  }

  static Draft post(String path, String summary) {
    return new Draft("POST", path, summary);
  }

  static Draft delete(String path, String summary) {
    return new Draft("DELETE", path, summary);
  }

  Route withStream(Stream added) {
    return new Route(method, path, summary, open, query, body, answer, Optional.of(added));
  }

  /// A route without its answer yet.
  static final class Draft {
    private final String method;
    private final String path;
    private final String summary;
    private boolean open;
    private List<Field> query = List.of();
    private List<Field> body = List.of();

    private Draft(String method, String path, String summary) {
      this.method = method;
      this.path = path.startsWith("/") ? path : ROOT + path;
      this.summary = summary;
    }

    /// Answers without a token.
    Draft open() {
      open = true;
      return this;
    }

    Draft query(Field... fields) {
      query = List.of(fields);
      return this;
    }

    Draft body(Field... fields) {
      return body(List.of(fields));
    }

    Draft body(List<Field> fields) {
      body = List.copyOf(fields);
      return this;
    }

    <T> Route answer(Class<T> type, Function<Request, T> call) {
      return route(new Shape.One(type), call);
    }

    <T> Route answers(Class<T> type, Function<Request, List<T>> call) {
      return route(new Shape.Many(type), call);
    }

    Route does(Consumer<Request> call) {
      return answer(
          Shape.Done.class,
          request -> {
            call.accept(request);
            return Shape.Done.OK;
          });
    }

    Route streams(Stream stream) {
      return new Route(
          method, path, summary, open, query, body, Optional.empty(), Optional.of(stream));
    }

    private Route route(Shape shape, Function<Request, ?> call) {
      return new Route(
          method,
          path,
          summary,
          open,
          query,
          body,
          Optional.of(new Answer(shape, call)),
          Optional.empty());
    }
  }
}
