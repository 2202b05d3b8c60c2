package io.peerdeck.node;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// The lines of `node.log`: each a JSON object with `time` (ISO-8601, UTC), `level`, `source` (the
/// class), `thread`, `text` and, of a failure, `trace`. Secrets are taken out before a line is
/// made, and what is too long is cut, with a word of it.
final class NodeLogFormat extends EncoderBase<ILoggingEvent> {
  static final int MAX_TEXT = 16 << 10;
  static final int MAX_TRACE = 32 << 10;

  private static final Pattern SECRETS =
      Pattern.compile(
          "(?<=peerdeck:|[Bb]earer )[A-Za-z0-9_.+/=-]+"
              + "|\\bgh[pousr]_[A-Za-z0-9]{20,}|\\bgithub_pat_[A-Za-z0-9_]{20,}");
  private static final JsonFactory JSON = new JsonFactory();
  private static final byte[] NOTHING = new byte[0];

  @Override
  public byte[] headerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] footerBytes() {
    return NOTHING;
  }

  @Override
  public byte[] encode(ILoggingEvent event) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("time", event.getInstant().toString());
      json.writeStringField("level", event.getLevel().toString().toLowerCase(Locale.ROOT));
      String logger = event.getLoggerName();
      json.writeStringField("source", logger.substring(logger.lastIndexOf('.') + 1));
      json.writeStringField("thread", event.getThreadName());
      json.writeStringField(
          "text", cut(masked(String.valueOf(event.getFormattedMessage())), MAX_TEXT));
      if (event.getThrowableProxy() != null) {
        String trace = ThrowableProxyUtil.asString(event.getThrowableProxy());
        json.writeStringField("trace", cut(masked(trace).stripTrailing(), MAX_TRACE));
      }
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new IllegalStateException("memory cannot fail to be written", e);
    }
    return line.toByteArray();
  }

  private static String masked(String text) {
    return SECRETS.matcher(text).replaceAll("***");
  }

  private static String cut(String text, int most) {
    return text.length() <= most
        ? text
        : text.substring(0, most) + " … (" + (text.length() - most) + " characters more)";
  }

  /// Reads such a line back; empty for one that is none: cut off by a crash, or written by somebody
  /// else.
  static Optional<NodeLogLine> read(String line) {
    Map<String, String> fields = new HashMap<>();
    try (JsonParser json = JSON.createParser(line)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return Optional.empty();
      }
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String name = json.currentName();
        if (json.nextToken() != JsonToken.VALUE_STRING) {
          return Optional.empty();
        }
        fields.put(name, json.getText());
      }
      if (json.currentToken() != JsonToken.END_OBJECT || !fields.containsKey("text")) {
        return Optional.empty();
      }
      String trace = fields.getOrDefault("trace", "");
      return Optional.of(
          new NodeLogLine(
              Instant.parse(fields.getOrDefault("time", "")),
              fields.getOrDefault("level", ""),
              fields.getOrDefault("source", ""),
              fields.get("text") + (trace.isEmpty() ? "" : "\n" + trace)));
    } catch (IOException | DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
