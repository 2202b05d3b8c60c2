package io.peerdeck.github;

import io.peerdeck.multiformats.Multihash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/// One GET of GitHub's API in its canonical form: two spellings of one question are equal, and lead
/// to one cache key on every peer.
///
/// @param target path and query, `/repos/o/r/actions/runs?per_page=100&status=queued`: the query's
///     parts in order of their bytes, percent escapes in capitals, no fragment, no host
/// @param accept the media type asked for, in lower case
/// @param apiVersion the value of `X-GitHub-Api-Version`, empty for none
public record ApiRead(String target, String accept, String apiVersion) {
  /// The media type GitHub recommends.
  public static final String JSON = "application/vnd.github+json";

  /// The version of the API that is asked for where nobody says another.
  public static final String VERSION = "2022-11-28";

  /// The longest target, in characters.
  public static final int MAX_TARGET = 4096;

  private static final int MAX_HEADER = 256;
  private static final List<String> SECRET_PARAMETERS =
      List.of("access_token", "client_secret", "token");

  /// @throws GitHubException if the target is no path below `/`, is too long, or holds a secret
  public ApiRead {
    target = canonical(target);
    accept = header("Accept", accept).toLowerCase(Locale.ROOT);
    apiVersion = header("X-GitHub-Api-Version", apiVersion);
  }

  /// A question as most tools ask it.
  ///
  /// @param target path and query
  /// @throws GitHubException if it is none
  public static ApiRead of(String target) {
    return new ApiRead(target, JSON, VERSION);
  }

  /// The path without the query.
  public String path() {
    int mark = target.indexOf('?');
    return mark < 0 ? target : target.substring(0, mark);
  }

  /// What stands for the question between peers: SHA-256 over `GET`, target, media type and
  /// version, each on a line. Says nothing of who asks.
  public Multihash key() {
    String text = "GET\n" + target + "\n" + accept + "\n" + apiVersion + "\n";
    return Multihash.sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String canonical(String target) {
    if (target.length() > MAX_TARGET) {
      throw new GitHubException("the path is longer than " + MAX_TARGET + " characters");
    }
    if (!target.startsWith("/")
        || target.startsWith("//")
        || !target.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '#' && c != '\\')) {
      throw new GitHubException("not a path of GitHub's API; it begins with one /");
    }
    int mark = target.indexOf('?');
    String path = escapes(mark < 0 ? target : target.substring(0, mark));
    for (String part : path.split("/", -1)) {
      if (part.equals(".") || part.equals("..") || part.contains("%2E") || part.contains("%2F")) {
        throw new GitHubException("the path steps outside itself: " + path);
      }
    }
    if (mark < 0 || mark == target.length() - 1) {
      return path;
    }
    String[] parts = escapes(target.substring(mark + 1)).split("&", -1);
    for (String part : parts) {
      String name = part.substring(0, Math.max(part.indexOf('='), 0)).toLowerCase(Locale.ROOT);
      if (SECRET_PARAMETERS.contains(name)) {
        throw new GitHubException(
            name + " belongs in the Authorization header; an address is written to logs");
      }
    }
    return path
        + "?"
        + Arrays.stream(parts)
            .filter(part -> !part.isEmpty())
            .sorted()
            .collect(Collectors.joining("&"));
  }

  private static String escapes(String text) {
    StringBuilder out = new StringBuilder(text);
    for (int i = text.indexOf('%'); i >= 0; i = text.indexOf('%', i + 1)) {
      if (i + 2 >= text.length()
          || Character.digit(text.charAt(i + 1), 16) < 0
          || Character.digit(text.charAt(i + 2), 16) < 0) {
        throw new GitHubException("a % in the path is followed by two hex digits");
      }
      out.setCharAt(i + 1, Character.toUpperCase(text.charAt(i + 1)));
      out.setCharAt(i + 2, Character.toUpperCase(text.charAt(i + 2)));
    }
    return out.toString();
  }

  private static String header(String name, String value) {
    if (value.length() > MAX_HEADER || !value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      throw new GitHubException(name + " is longer than " + MAX_HEADER + " printable characters");
    }
    return value.strip();
  }
}
