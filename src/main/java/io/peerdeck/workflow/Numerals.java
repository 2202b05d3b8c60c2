package io.peerdeck.workflow;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/// Numbers as the expression language reads and writes them.
final class Numerals {
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\d+\\.?\\d*|\\.\\d+)([eE][-+]?\\d{1,9})?");
  private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]{1,8}");
  private static final Pattern OCTAL = Pattern.compile("0o[0-7]{1,10}");

  /// GitHub's runner writes numbers with 15 significant digits (.NET's `G15`).
  private static final MathContext FIFTEEN_DIGITS = new MathContext(15, RoundingMode.HALF_EVEN);

  private Numerals() {}

  /// The number a text stands for, blanks around it aside; 0 for blank text, NaN where it stands
  /// for none.
  static double parse(String text) {
    String trimmed = text.strip();
    if (trimmed.isEmpty()) {
      return 0;
    }
    if (DECIMAL.matcher(trimmed).matches()) {
      return Double.parseDouble(trimmed);
    }
    if (HEX.matcher(trimmed).matches()) {
      return Long.parseLong(trimmed, 2, trimmed.length(), 16);
    }
    if (OCTAL.matcher(trimmed).matches()) {
      return Long.parseLong(trimmed, 2, trimmed.length(), 8);
    }
    return switch (trimmed) {
      case "Infinity", "+Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> Double.NaN;
    };
  }

  /// The shortest text of at most 15 significant digits; an exponent from 1E+15 up and below 1E-04.
  static String format(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    if (Double.isInfinite(number)) {
      return number > 0 ? "Infinity" : "-Infinity";
    }
    if (number == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(number).round(FIFTEEN_DIGITS).stripTrailingZeros();
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent >= -4 && exponent < 15) {
      return rounded.toPlainString();
    }
    BigDecimal mantissa = rounded.scaleByPowerOfTen(-exponent).stripTrailingZeros();
    int digits = Math.abs(exponent);
    return mantissa.toPlainString()
        + "E"
        + (exponent < 0 ? "-" : "+")
        + (digits < 10 ? "0" : "")
        + digits;
  }
}
