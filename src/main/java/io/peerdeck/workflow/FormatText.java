package io.peerdeck.workflow;

import java.util.List;

/// `format`: `{0}` stands for an argument, `{{` and `}}` for the braces themselves.
final class FormatText {
  private FormatText() {}

  static String fill(String format, List<Value> arguments) {
    StringBuilder out = new StringBuilder();
    int index = 0;
    while (index < format.length()) {
      char next = format.charAt(index);
      if (next != '{' && next != '}') {
        out.append(next);
        index++;
      } else if (index + 1 < format.length() && format.charAt(index + 1) == next) {
        out.append(next);
        index += 2;
      } else {
        int end = next == '{' ? format.indexOf('}', index) : -1;
        out.append(arguments.get(argument(format, index + 1, end, arguments.size())).text());
        index = end + 1;
      }
      if (out.length() > ExpressionEvaluator.MAX_TEXT) {
        throw new ExpressionException(ExpressionEvaluator.MEMORY_EXCEEDED);
      }
    }
    return out.toString();
  }

  private static int argument(String format, int start, int end, int supplied) {
    if (end <= start
        || !format.substring(start, end).chars().allMatch(digit -> digit >= '0' && digit <= '9')) {
      throw new ExpressionException("The following format string is invalid: " + format);
    }
    // more than three digits exceed the 255 arguments a call may have
    int number = end - start > 3 ? Integer.MAX_VALUE : Integer.parseInt(format, start, end, 10);
    if (number >= supplied) {
      throw new ExpressionException(
          "The following format string references more arguments than were supplied: " + format);
    }
    return number;
  }
}
