package io.peerdeck.schedule;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The earlier systems' name of a task: SHA-256 of Python's `json.dumps(task, sort_keys=True)`.
/// Needed to recognise their tasks when a folder of theirs is taken over.
public final class EarlierTaskHash {
  private EarlierTaskHash() {}

  /// The hash in lowercase hex.
  ///
  /// @param task values as JSON has them: null, Boolean, String, whole numbers as Integer, Long or
  ///     BigInteger, others as Double, List, and Map with text keys
  /// @throws ScheduleException for a value of another kind
  public static String of(Map<String, ?> task) {
    return Sha256.hex(json(task));
  }

  /// Python's JSON text with sorted keys: `, ` and `: ` between, everything beyond ASCII escaped.
  static String json(@Nullable Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(@Nullable Object value, StringBuilder out) {
    switch (value) {
      case null -> out.append("null");
      case Boolean b -> out.append(b.booleanValue());
      case Integer i -> out.append(i.intValue());
      case Long l -> out.append(l.longValue());
      case BigInteger big -> out.append(big);
      case Double d -> out.append(number(d));
      case String text -> quote(text, out);
      case List<?> list -> {
        String before = "[";
        for (Object item : list) {
          out.append(before);
          write(item, out);
          before = ", ";
        }
        out.append(list.isEmpty() ? "[]" : "]");
      }
      case Map<?, ?> map -> {
        List<String> keys =
            map.keySet().stream().map(String::valueOf).sorted(BY_CODE_POINT).toList();
        String before = "{";
        for (String key : keys) {
          out.append(before);
          quote(key, out);
          out.append(": ");
          write(map.get(key), out);
          before = ", ";
        }
        out.append(keys.isEmpty() ? "{}" : "}");
      }
      default ->
          throw new ScheduleException("a " + value.getClass().getName() + " is no JSON value");
    }
  }

  /// Python compares text by code point, Java by UTF-16 unit; they differ beyond U+FFFF.
  private static final java.util.Comparator<String> BY_CODE_POINT =
      (a, b) -> java.util.Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        default -> {
          if (c < ' ' || c > '~') {
            out.append("\\u").append(java.util.HexFormat.of().toHexDigits(c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  /// Python's `repr` of a float: the fewest digits that read back the same, plain from 1e-4 up to
  /// below 1e16, else with a signed exponent of at least two digits.
  static String number(double value) {
    if (Double.isNaN(value)) {
      return "NaN";
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
    }
    String sign = Double.doubleToRawLongBits(value) < 0 ? "-" : "";
    if (value == 0) {
      return sign + "0.0";
    }
    BigDecimal shortest = shortest(Math.abs(value));
    String digits = shortest.unscaledValue().toString();
    int exponent = digits.length() - shortest.scale() - 1;
    if (exponent < -4 || exponent >= 16) {
      String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
      String power = String.format("%02d", Math.abs(exponent));
      return sign + digits.charAt(0) + fraction + "e" + (exponent < 0 ? "-" : "+") + power;
    }
    String plain = shortest.toPlainString();
    return sign + plain + (plain.indexOf('.') < 0 ? ".0" : "");
  }

  /// Java's own shortest text never has fewer than two digits (4.9E-324, where 5E-324 would do).
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    BigDecimal best = new BigDecimal(Double.toString(value)).stripTrailingZeros();
    if (best.precision() == 2) {
      for (RoundingMode mode :
          List.of(RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP)) {
        BigDecimal digit = exact.round(new MathContext(1, mode));
        if (digit.doubleValue() == value) {
          return digit.stripTrailingZeros();
        }
      }
    }
    return best;
  }
}
