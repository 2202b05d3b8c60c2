package io.peerdeck.runner;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.peerdeck.runner.LogLine.Level;
import io.peerdeck.runner.LogLine.Stream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// The form of one [LogLine] in a [LogSpool]. Written by hand because a busy job writes 100,000
/// lines a second.
final class LogRecord {
  static final JsonFactory JSON = new JsonFactory();
  static final String END = "{\"end\":true}\n";

  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final int FIELDS = 128;

  /// How many bytes the record may need at most.
  int boundOf(LogLine line) {
    return line.text().length() * 6 + FIELDS;
  }

  /// Writes a record with its line end.
  ///
  /// @return the place after it
  int write(LogLine line, byte[] into, int from) {
    int at = ascii(into, from, "{\"n\":");
    at = number(into, at, line.seq());
    at = ascii(into, at, ",\"t\":");
    at = number(into, at, line.time());
    at = ascii(into, at, ",\"s\":");
    at = number(into, at, line.step());
    if (line.stream() != Stream.OUT) {
      at = ascii(into, at, ",\"o\":\"");
      at = ascii(into, at, line.stream().text());
      into[at++] = '"';
    }
    if (line.level() != Level.PLAIN) {
      at = ascii(into, at, ",\"l\":\"");
      at = ascii(into, at, line.level().text());
      into[at++] = '"';
    }
    at = ascii(into, at, ",\"x\":\"");
    at = escaped(into, at, line.text().getBytes(StandardCharsets.UTF_8));
    return ascii(into, at, "\"}\n");
  }

  private static int escaped(byte[] into, int from, byte[] text) {
    int at = from;
    for (final byte b : text) {
      if (b == '"' || b == '\\') {
        into[at++] = '\\';
        into[at++] = b;
      } else if (b >= 0 && b < 0x20) {
        at = ascii(into, at, "\\u00");
        into[at++] = HEX[b >> 4];
        into[at++] = HEX[b & 0xF];
      } else {
        into[at++] = b;
      }
    }
    return at;
  }

  @SuppressWarnings(
      "deprecation") // The only copy of Latin-1 bytes into an array that makes no array itself.
  private static int ascii(byte[] into, int at, String text) {
    text.getBytes(0, text.length(), into, at);
    return at + text.length();
  }

  private static int number(byte[] into, int at, long value) {
    return ascii(into, at, Long.toString(value));
  }

  /// Reads a record; empty for the end record.
  static Optional<LogLine> read(JsonFactory json, byte[] bytes, int from, int length) {
    long seq = -1;
    long time = 0;
    int step = 0;
    Stream stream = Stream.OUT;
    Level level = Level.PLAIN;
    String text = "";
    try (JsonParser parser = json.createParser(bytes, from, length)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new RunnerException("A log record is a JSON object.");
      }
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        final String name = parser.currentName();
        parser.nextToken();
        switch (name) {
          case "n" -> seq = parser.getLongValue();
          case "t" -> time = parser.getLongValue();
          case "s" -> step = parser.getIntValue();
          case "o" -> stream = Stream.valueOf(parser.getText().toUpperCase(Locale.ROOT));
          case "l" -> level = Level.valueOf(parser.getText().toUpperCase(Locale.ROOT));
          case "x" -> text = parser.getText();
          default -> parser.skipChildren();
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new RunnerException("This is no log record: " + e.getMessage(), e);
    }
    return seq < 0
        ? Optional.empty()
        : Optional.of(new LogLine(seq, time, step, stream, level, text));
  }
}
