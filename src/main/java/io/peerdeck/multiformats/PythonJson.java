package io.peerdeck.multiformats;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// JSON as Python's `json.dumps(value, sort_keys=True)` writes it: sorted keys, `, ` and `: `
/// between, everything beyond ASCII escaped, floats by `repr`. The earlier systems hashed such
/// texts.
public final class PythonJson {
  private PythonJson() {}

  /// The text.
  ///
  /// @param value as JSON has them: null, Boolean, String, whole numbers as Integer, Long or
  ///     BigInteger, others as Double, List, and Map with text keys
  /// @throws MultiformatException for a value of another kind
  public static String text(@Nullable Object value) {
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
      case String text -> JsonText.quoteAscii(text, out);
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
          JsonText.quoteAscii(key, out);
          out.append(": ");
          write(map.get(key), out);
          before = ", ";
        }
        out.append(keys.isEmpty() ? "{}" : "}");
      }
      default ->
          throw new MultiformatException("a " + value.getClass().getName() + " is no JSON value");
    }
  }

  /// Python compares text by code point, Java by UTF-16 unit; they differ beyond U+FFFF.
  private static final Comparator<String> BY_CODE_POINT =
      (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

  /// Python's `repr` of a float: the fewest digits that read back the same, plain from 1e-4 up to
  /// below 1e16, else with a signed exponent of at least two digits.
  public static String number(double value) {
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
