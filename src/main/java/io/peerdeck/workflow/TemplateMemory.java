package io.peerdeck.workflow;

/// Counts what the values of a workflow take, as GitHub does, and ends the reading where that is
/// more than its [ReadLimits].
final class TemplateMemory {
  /// What any value takes.
  private static final int VALUE_BYTES = 24;

  /// What a text takes besides, and without its characters.
  private static final int TEXT_BYTES = 26;

  private final ReadLimits limits;
  private long bytes;

  /// @param taken what was read for the same workflow before
  TemplateMemory(ReadLimits limits, long taken) {
    this.limits = limits;
    this.bytes = taken;
  }

  /// What was read, and before.
  long bytes() {
    return bytes;
  }

  /// Counts a file's name.
  ///
  /// @param start of the file
  /// @throws LimitExceeded if that is too much
  void name(Position start) {
    add(start, textBytes(start.file()));
  }

  /// Counts a sequence or mapping, without what is in it.
  ///
  /// @param depth of how many others it is in
  /// @throws LimitExceeded if that is too much or too deep
  void enter(YamlNode collection, int depth) {
    if (depth >= limits.depth()) {
      throw new LimitExceeded(collection.at(), "Maximum object depth exceeded");
    }
    add(collection.at(), VALUE_BYTES);
  }

  /// Counts a scalar or a key.
  ///
  /// @throws LimitExceeded if that is too much
  void count(Token scalar) {
    add(
        scalar.at(),
        switch (scalar) {
          case Token.Literal(Position ignored, Value.Str(String text)) ->
              VALUE_BYTES + textBytes(text);
          case Token.Source source -> VALUE_BYTES + textBytes(source.expression());
          default -> VALUE_BYTES;
        });
  }

  private static long textBytes(String text) {
    return TEXT_BYTES + 2L * text.length();
  }

  private void add(Position at, long more) {
    bytes += more;
    if (bytes > limits.bytes()) {
      throw new LimitExceeded(at, "Maximum object size exceeded");
    }
  }

  /// Says which limit was exceeded, and where.
  static final class LimitExceeded extends RuntimeException {
    private static final long serialVersionUID = 1;
    private final transient Position at;
    private final String what;

    private LimitExceeded(Position at, String what) {
      super(what, null, false, false);
      this.at = at;
      this.what = what;
    }

    Position at() {
      return at;
    }

    /// In GitHub's words.
    String what() {
      return what;
    }
  }
}
