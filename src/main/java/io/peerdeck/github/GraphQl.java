package io.peerdeck.github;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.StringJoiner;

/// What of a question in GraphQL and its answer matters for GitHub's limits: whether it changes
/// anything, and what GitHub says is left of the hour's points. Such an answer is 200 also when the
/// points are spent.
/// Source: GitHub, "Rate limits and query limits for the GraphQL API".
final class GraphQl {
  /// No more of a question or an answer is looked into.
  static final int MOST = 1 << 20;

  private static final int MAX_DEPTH = 200;
  private static final String SPENT = "RATE_LIMITED";
  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxStringLength(MOST)
                          .maxNestingDepth(MAX_DEPTH)
                          .build())
                  .build())
          .build();

  private GraphQl() {}

  /// What an answer says of the limits.
  ///
  /// @param left of the hour, where the question asked for `rateLimit`
  /// @param spent whether it was refused because nothing is left
  /// @param errors messages, one below the other
  record Words(Optional<Left> left, boolean spent, String errors) {}

  /// What is left of the hour's points.
  ///
  /// @param limit 0 where it was not asked for
  record Left(int limit, int remaining, Instant reset) {}

  /// Whether a request holds a mutation; one that cannot be read may.
  static boolean changes(byte[] request) {
    JsonNode query;
    try {
      query = JSON.readTree(request).path("query");
    } catch (IOException e) {
      return true;
    }
    return !query.isTextual() || mutates(query.asText());
  }

  /// Looks at the first word of each definition; `{` alone begins a query.
  private static boolean mutates(String document) {
    int depth = 0;
    boolean first = true;
    for (int at = 0; at < document.length(); at++) {
      char here = document.charAt(at);
      if (here == '#') {
        int end = document.indexOf('\n', at);
        at = end < 0 ? document.length() : end;
      } else if (here == '"') {
        at = endOfText(document, at);
      } else if (here == '{' || here == '(' || here == '[') {
        depth++;
      } else if (here == '}' || here == ')' || here == ']') {
        depth--;
        first = depth == 0 && here == '}';
      } else if (Character.isLetter(here) && depth == 0 && first) {
        if (document.startsWith("mutation", at)) {
          return true;
        }
        first = false;
      }
    }
    return false;
  }

  private static int endOfText(String document, int start) {
    if (document.startsWith("\"\"\"", start)) {
      int end = document.indexOf("\"\"\"", start + 3);
      while (end > 0 && document.charAt(end - 1) == '\\') {
        end = document.indexOf("\"\"\"", end + 1);
      }
      return end < 0 ? document.length() : end + 2;
    }
    int at = start + 1;
    while (at < document.length() && document.charAt(at) != '"') {
      at += document.charAt(at) == '\\' ? 2 : 1;
    }
    return at;
  }

  /// Reads an answer; nothing in particular if it is none.
  static Words words(byte[] answer) {
    JsonNode said;
    try {
      said = JSON.readTree(answer);
    } catch (IOException e) {
      return new Words(Optional.empty(), false, "");
    }
    StringJoiner errors = new StringJoiner("\n");
    boolean spent = false;
    for (JsonNode error : said.path("errors")) {
      spent |= error.path("type").asText("").equals(SPENT);
      errors.add(error.path("message").asText(""));
    }
    return new Words(left(said.path("data").path("rateLimit")), spent, errors.toString());
  }

  private static Optional<Left> left(JsonNode limit) {
    JsonNode remaining = limit.path("remaining");
    JsonNode reset = limit.path("resetAt");
    if (!remaining.canConvertToInt() || !reset.isTextual()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new Left(
              Math.max(0, limit.path("limit").asInt(0)),
              Math.max(0, remaining.asInt()),
              Instant.parse(reset.asText())));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
