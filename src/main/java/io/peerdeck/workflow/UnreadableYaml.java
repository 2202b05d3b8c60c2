package io.peerdeck.workflow;

/// Ends reading at what cannot be read past.
final class UnreadableYaml extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final transient Position at;
  private final String what;
  private final String advice;

  UnreadableYaml(Position at, String what) {
    this(at, what, "");
  }

  UnreadableYaml(Position at, String what, String advice) {
    super(what, null, false, false);
    this.at = at;
    this.what = what;
    this.advice = advice;
  }

  Position at() {
    return at;
  }

  String what() {
    return what;
  }

  /// What to do, for people alone.
  String advice() {
    return advice;
  }
}
