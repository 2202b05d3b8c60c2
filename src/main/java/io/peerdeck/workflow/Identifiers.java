package io.peerdeck.workflow;

/// Ids of jobs, steps and inputs.
final class Identifiers {
  private static final int MAX_LENGTH = 100;

  private Identifiers() {}

  static boolean isValid(String id) {
    return ExpressionLexer.isKeyword(id) && id.length() < MAX_LENGTH;
  }

  /// Why an id is none, in GitHub's words, which say "and" twice.
  static String refusal(String id) {
    return "The identifier '"
        + id
        + "' is invalid. IDs may only contain alphanumeric characters, '_', and '-'. IDs must start"
        + " with a letter or '_' and and must be less than 100 characters.";
  }
}
