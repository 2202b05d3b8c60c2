package io.peerdeck.github;

import java.util.Locale;
import java.util.regex.Pattern;

/// A repository as its address says it: `owner/name`. Two spellings that differ in case only are
/// one repository to GitHub, and equal here.
///
/// @param owner a user or an organisation
/// @param name the repository's own name
public record RepositoryName(String owner, String name) {
  private static final Pattern OWNER = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,38}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,100}");

  /// @throws GitHubException if GitHub can have no such repository
  public RepositoryName {
    if (!OWNER.matcher(owner).matches()
        || !NAME.matcher(name).matches()
        || name.equals(".")
        || name.equals("..")) {
      throw new GitHubException("a repository is written as owner/name");
    }
    owner = owner.toLowerCase(Locale.ROOT);
    name = name.toLowerCase(Locale.ROOT);
  }

  /// Reads `owner/name`.
  ///
  /// @throws GitHubException if it is none
  public static RepositoryName parse(String text) {
    int slash = text.indexOf('/');
    if (slash < 0) {
      throw new GitHubException("a repository is written as owner/name, not `" + shown(text) + "`");
    }
    return new RepositoryName(text.substring(0, slash), text.substring(slash + 1));
  }

  private static String shown(String text) {
    return text.length() > 100 ? text.substring(0, 100) + "…" : text;
  }

  /// Its path in the API, `/repos/owner/name`.
  public String path() {
    return "/repos/" + owner + "/" + name;
  }

  @Override
  public String toString() {
    return owner + "/" + name;
  }
}
