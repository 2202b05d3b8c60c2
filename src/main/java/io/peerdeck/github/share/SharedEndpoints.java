package io.peerdeck.github.share;

import io.peerdeck.github.ApiRead;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The list of what may be shared (DESIGN §7): reads that GitHub answers to anybody about a public
/// repository, user or organisation. Whatever is not on it stays with the token that fetched it.
public final class SharedEndpoints {
  private static final Duration RUNS = Duration.ofMinutes(1);
  private static final Duration REPOSITORY = Duration.ofMinutes(5);
  private static final Duration BY_HASH = Duration.ofDays(1);
  private static final int MAX_QUERY = 1024;
  private static final Pattern VERSION = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})?");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}");

  private static final Set<String> MEDIA_TYPES =
      Set.of(
          ApiRead.JSON,
          "*/*",
          "application/json",
          "application/vnd.github.v3+json",
          "application/vnd.github.raw",
          "application/vnd.github.raw+json");

  private static final Set<String> PAGES = Set.of("page", "per_page");

  private static final List<Endpoint> ALL =
      List.of(
          repository("", REPOSITORY),
          repository("/languages", REPOSITORY),
          repository("/topics", REPOSITORY),
          repository("/license", REPOSITORY, "ref"),
          repository("/readme", REPOSITORY, "ref"),
          repository("/contributors", REPOSITORY, "anon"),
          repository("/labels", REPOSITORY),
          repository("/tags", REPOSITORY),
          repository("/branches", REPOSITORY, "protected"),
          repository("/branches/*", REPOSITORY),
          repository("/contents", REPOSITORY, "ref"),
          repository("/contents/**", REPOSITORY, "ref"),
          repository("/releases", REPOSITORY),
          repository("/releases/*", REPOSITORY),
          repository("/releases/tags/*", REPOSITORY),
          repository("/commits", RUNS, "sha", "path", "author", "committer", "since", "until"),
          repository("/commits/#", BY_HASH),
          repository("/commits/*", RUNS),
          repository("/commits/*/status", RUNS),
          repository("/commits/*/check-runs", RUNS, "check_name", "status", "filter", "app_id"),
          repository("/compare/*", RUNS),
          repository("/git/ref/**", RUNS),
          repository("/git/matching-refs/**", RUNS),
          repository("/git/commits/#", BY_HASH),
          repository("/git/trees/#", BY_HASH, "recursive"),
          repository("/git/blobs/#", BY_HASH),
          repository("/actions/runs", RUNS, runs()),
          repository("/actions/runs/*", RUNS, "exclude_pull_requests"),
          repository("/actions/runs/*/jobs", RUNS, "filter"),
          repository("/actions/runs/*/attempts/*", RUNS, "exclude_pull_requests"),
          repository("/actions/runs/*/attempts/*/jobs", RUNS),
          repository("/actions/jobs/*", RUNS),
          repository("/actions/workflows", REPOSITORY),
          repository("/actions/workflows/*", REPOSITORY),
          repository("/actions/workflows/*/runs", RUNS, runs()),
          repository("/issues", RUNS, issues()),
          repository("/issues/*", RUNS),
          repository("/issues/*/comments", RUNS, "since"),
          repository("/issues/*/labels", RUNS),
          repository("/milestones", REPOSITORY, "state", "sort", "direction"),
          repository("/pulls", RUNS, "state", "head", "base", "sort", "direction"),
          repository("/pulls/*", RUNS),
          repository("/pulls/*/commits", RUNS),
          repository("/pulls/*/files", RUNS),
          new Endpoint("/users/*", REPOSITORY, PAGES),
          new Endpoint("/users/*/repos", REPOSITORY, with("type", "sort", "direction")),
          new Endpoint("/orgs/*", REPOSITORY, PAGES),
          new Endpoint("/orgs/*/repos", REPOSITORY, with("type", "sort", "direction")));

  private SharedEndpoints() {}

  /// Whether the answer to a question may be shared once the public is known to see it.
  public static boolean shares(ApiRead read) {
    return freshness(read).isPresent();
  }

  /// How long an answer is taken for fresh unless a setting says another; empty if it is not
  /// shared.
  public static Optional<Duration> freshness(ApiRead read) {
    if (!MEDIA_TYPES.contains(read.accept()) || !VERSION.matcher(read.apiVersion()).matches()) {
      return Optional.empty();
    }
    String path = read.path();
    String query = read.target().substring(Math.min(read.target().length(), path.length() + 1));
    if (query.length() > MAX_QUERY) {
      return Optional.empty();
    }
    List<String> segments = Arrays.asList(path.substring(1).split("/", -1));
    Set<String> names =
        query.isEmpty()
            ? Set.of()
            : Arrays.stream(query.split("&", -1))
                .map(part -> part.substring(0, Math.max(part.indexOf('='), 0)))
                .collect(Collectors.toSet());
    return ALL.stream()
        .filter(endpoint -> endpoint.matches(segments) && endpoint.parameters.containsAll(names))
        .map(Endpoint::fresh)
        .findFirst();
  }

  /// @param pattern `*` for one segment, `#` for a commit's or object's full hash, a last `**` for
  ///     one or more segments
  /// @param parameters the names a query may have
  private record Endpoint(List<String> pattern, Duration fresh, Set<String> parameters) {
    Endpoint(String pattern, Duration fresh, Set<String> parameters) {
      this(List.of(pattern.substring(1).split("/")), fresh, parameters);
    }

    boolean matches(List<String> path) {
      boolean deep = pattern.getLast().equals("**");
      if (deep ? path.size() < pattern.size() : path.size() != pattern.size()) {
        return false;
      }
      for (int i = 0; i < path.size(); i++) {
        String wanted = pattern.get(Math.min(i, pattern.size() - 1));
        String is = path.get(i);
        boolean fits =
            switch (wanted) {
              case "*", "**" -> !is.isEmpty();
              case "#" -> HASH.matcher(is).matches();
              default -> is.equals(wanted);
            };
        if (!fits) {
          return false;
        }
      }
      return true;
    }
  }

  private static Endpoint repository(String path, Duration fresh, String... parameters) {
    return new Endpoint("/repos/*/*" + path, fresh, with(parameters));
  }

  private static Set<String> with(String... parameters) {
    return Stream.concat(PAGES.stream(), Arrays.stream(parameters))
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String[] runs() {
    return new String[] {
      "actor",
      "branch",
      "check_suite_id",
      "created",
      "event",
      "exclude_pull_requests",
      "head_sha",
      "status"
    };
  }

  private static String[] issues() {
    return new String[] {
      "assignee",
      "creator",
      "direction",
      "labels",
      "mentioned",
      "milestone",
      "since",
      "sort",
      "state"
    };
  }
}
