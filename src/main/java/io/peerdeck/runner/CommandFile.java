package io.peerdeck.runner;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the files through which a step talks back: `GITHUB_OUTPUT`, `GITHUB_ENV`, `GITHUB_STATE`
/// (pairs), `GITHUB_PATH` (lines) and `GITHUB_STEP_SUMMARY` (text). Forms as GitHub documents them
/// under "Workflow commands".
///
/// @param path the file; the step may have removed it or put something else there
/// @param seen the same as the step sees it, for messages
/// @param variable name of the variable that names it, for messages
record CommandFile(Path path, Path seen, String variable) {
  static final int MAX_BYTES = 4 << 20;
  static final int MAX_SUMMARY_BYTES = 1 << 20;

  /// The pairs `NAME=VALUE` and `NAME<<MARK … MARK`; of two of one name the later counts.
  ///
  /// @throws RunnerException on a line of neither form, with its number
  Map<String, String> pairs() {
    final String text = text(MAX_BYTES);
    final Map<String, String> pairs = new LinkedHashMap<>();
    final List<String> lines = lines(text);
    int i = 0;
    while (i < lines.size()) {
      final String line = lines.get(i);
      final int equals = line.indexOf('=');
      final int heredoc = line.indexOf("<<");
      if (line.isEmpty()) {
        i++;
      } else if (heredoc > 0 && (equals < 0 || heredoc < equals)) {
        i = heredoc(lines, i, heredoc, pairs);
      } else if (equals > 0) {
        pairs.put(line.substring(0, equals), line.substring(equals + 1));
        i++;
      } else {
        throw refused(
            i, "Invalid format '" + shortened(line) + "'; expected NAME=VALUE or NAME<<MARK");
      }
    }
    return pairs;
  }

  private int heredoc(List<String> lines, int start, int at, Map<String, String> pairs) {
    final String name = lines.get(start).substring(0, at);
    final String mark = lines.get(start).substring(at + 2);
    if (mark.isEmpty()) {
      throw refused(
          start,
          "Invalid format '"
              + shortened(lines.get(start))
              + "'. Name must not be empty and delimiter must not be empty");
    }
    for (int end = start + 1; end < lines.size(); end++) {
      if (lines.get(end).equals(mark)) {
        pairs.put(name, String.join("\n", lines.subList(start + 1, end)));
        return end + 1;
      }
    }
    throw refused(start, "Invalid value. Matching delimiter not found '" + shortened(mark) + "'");
  }

  /// The lines that are not empty.
  List<String> entries() {
    final List<String> entries = new ArrayList<>(lines(text(MAX_BYTES)));
    entries.removeIf(String::isEmpty);
    return entries;
  }

  /// Bytes of the file; 0 where there is none.
  long size() {
    try {
      return Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS) ? Files.size(path) : 0;
    } catch (IOException e) {
      throw new RunnerException(variable + " cannot be read: " + e, e);
    }
  }

  /// The whole text of a summary.
  String summary() {
    return text(MAX_SUMMARY_BYTES);
  }

  private String text(int max) {
    try {
      if (!Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
          return "";
        }
        throw new RunnerException(
            variable + ": the step put something else than a file at " + seen + ".");
      }
      final long size = Files.size(path);
      if (size == 0) {
        return "";
      }
      if (size > max) {
        throw new RunnerException(
            variable + ": " + size + " bytes are more than the " + max + " that a step may write.");
      }
      final byte[] bytes;
      try (var in = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
        bytes = in.readNBytes(max);
      }
      final String text =
          StandardCharsets.UTF_8.newDecoder().decode(java.nio.ByteBuffer.wrap(bytes)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new RunnerException(variable + ": the step wrote bytes that are no UTF-8.", e);
    } catch (IOException e) {
      throw new RunnerException(variable + " cannot be read: " + e, e);
    }
  }

  private static List<String> lines(String text) {
    final List<String> lines = new ArrayList<>();
    int from = 0;
    while (from < text.length()) {
      final int end = text.indexOf('\n', from);
      final int to = end < 0 ? text.length() : end;
      lines.add(text.substring(from, to > from && text.charAt(to - 1) == '\r' ? to - 1 : to));
      from = to + 1;
    }
    return lines;
  }

  private RunnerException refused(int line, String what) {
    return new RunnerException(variable + ", line " + (line + 1) + ": " + what + ".");
  }

  private static String shortened(String text) {
    return text.length() <= 120 ? text : text.substring(0, 120) + "…";
  }
}
