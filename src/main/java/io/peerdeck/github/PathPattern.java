package io.peerdeck.github;

/// A path with wildcards: `*` stands for one part, `**` at the end for any number, none included.
///
/// @param text as written, `/repos/*/*/issues/**`
record PathPattern(String text) {
  private static final int MAX_LENGTH = 512;

  /// @throws GitHubException if it is no path
  static PathPattern parse(String text) {
    if (!text.startsWith("/") || text.length() > MAX_LENGTH || text.indexOf(' ') >= 0) {
      throw new GitHubException(
          "`" + text + "` is no pattern: write one like /repos/*/*/issues/**");
    }
    int rest = text.indexOf("**");
    if (rest >= 0 && rest != text.length() - 2) {
      throw new GitHubException("`" + text + "`: ** stands at the end");
    }
    return new PathPattern(text);
  }

  static String[] segments(String path) {
    return path.split("/", -1);
  }

  /// @param path as [#segments] parts it
  boolean matches(String[] path) {
    String[] parts = segments(text);
    for (int i = 0; i < parts.length; i++) {
      if (parts[i].equals("**")) {
        return path.length >= i;
      }
      if (i >= path.length || !(parts[i].equals("*") || parts[i].equals(path[i]))) {
        return false;
      }
    }
    return path.length == parts.length;
  }
}
