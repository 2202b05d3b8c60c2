package io.peerdeck.workflow;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// `toJSON` and `fromJSON`.
final class ValueJson {
  private static final int MAX_DEPTH = 100;

  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(StreamReadConstraints.builder().maxNestingDepth(MAX_DEPTH).build())
          .build();

  private ValueJson() {}

  static Value read(String json) {
    try (JsonParser parser = FACTORY.createParser(json)) {
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new ExpressionException("fromJSON: the text is empty where JSON was expected");
      }
      Value value = readValue(parser, first);
      if (parser.nextToken() != null) {
        throw new ExpressionException("fromJSON: additional text after the JSON value");
      }
      return value;
    } catch (JsonProcessingException broken) {
      throw new ExpressionException(
          "fromJSON: %s (line %d, column %d of the text)"
              .formatted(
                  broken.getOriginalMessage(),
                  broken.getLocation() == null ? 1 : broken.getLocation().getLineNr(),
                  broken.getLocation() == null ? 1 : broken.getLocation().getColumnNr()));
    } catch (IOException unreadable) {
      throw new ExpressionException("fromJSON: " + unreadable.getMessage());
    }
  }

  private static Value readValue(JsonParser parser, JsonToken token) throws IOException {
    return switch (token) {
      case VALUE_NULL -> new Value.Null();
      case VALUE_TRUE -> Value.of(true);
      case VALUE_FALSE -> Value.of(false);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> Value.of(parser.getDoubleValue());
      case START_ARRAY -> {
        List<Value> items = new ArrayList<>();
        for (JsonToken next = parser.nextToken();
            next != JsonToken.END_ARRAY;
            next = parser.nextToken()) {
          items.add(readValue(parser, next));
        }
        yield new Value.Array(items);
      }
      case START_OBJECT -> {
        Map<String, Value> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          members.put(name, readValue(parser, parser.nextToken()));
        }
        yield new Value.Obj(members);
      }
      default -> Value.of(parser.getText());
    };
  }

  static String write(Value value) {
    StringBuilder out = new StringBuilder();
    write(value, "", out);
    return out.toString();
  }

  private static void write(Value value, String indent, StringBuilder out) {
    if (out.length() > ExpressionEvaluator.MAX_TEXT || indent.length() > 2 * MAX_DEPTH) {
      throw new ExpressionException(ExpressionEvaluator.MEMORY_EXCEEDED);
    }
    String inner = indent + "  ";
    switch (value) {
      case Value.Null ignored -> out.append("null");
      case Value.Bool(boolean flag) -> out.append(flag);
      case Value.Num(double number) -> out.append(Numerals.format(number));
      case Value.Str(String text) -> quote(text, out);
      case Value.Array array -> {
        Iterator<Value> items = array.items().iterator();
        out.append('[');
        while (items.hasNext()) {
          out.append('\n').append(inner);
          write(items.next(), inner, out);
          out.append(items.hasNext() ? "," : "\n" + indent);
        }
        out.append(']');
      }
      case Value.Obj object -> {
        Iterator<Map.Entry<String, Value>> members = object.members().entrySet().iterator();
        out.append('{');
        while (members.hasNext()) {
          Map.Entry<String, Value> member = members.next();
          out.append('\n').append(inner);
          quote(member.getKey(), out);
          out.append(": ");
          write(member.getValue(), inner, out);
          out.append(members.hasNext() ? "," : "\n" + indent);
        }
        out.append('}');
      }
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"').append(JsonStringEncoder.getInstance().quoteAsString(text)).append('"');
  }
}
