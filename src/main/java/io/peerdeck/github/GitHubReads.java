package io.peerdeck.github;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The reads a fleet has use for, by name, and turning the pages of a list.
public final class GitHubReads {
  /// The most entries GitHub gives on a page.
  public static final int PER_PAGE = 100;

  private static final int MOST_PAGES = 100;
  private static final Pattern NEXT =
      Pattern.compile("<https?://[^/>]+(?:/api/v3)?(/[^>]{1,4096})>; rel=\"next\"");

  private GitHubReads() {}

  /// The repositories of a user.
  public static ApiRead repositoriesOf(String user) {
    return list("/users/" + name(user) + "/repos");
  }

  /// The repositories of an organisation.
  public static ApiRead repositoriesOfOrganisation(String organisation) {
    return list("/orgs/" + name(organisation) + "/repos");
  }

  /// One repository.
  public static ApiRead repository(RepositoryName repository) {
    return ApiRead.of("/repos/" + repository);
  }

  /// The newest workflow runs.
  public static ApiRead runs(RepositoryName repository) {
    return list("/repos/" + repository + "/actions/runs");
  }

  /// One workflow run.
  public static ApiRead run(RepositoryName repository, long id) {
    return ApiRead.of("/repos/" + repository + "/actions/runs/" + id);
  }

  /// Self-hosted runners; GitHub tells them to admins alone.
  public static ApiRead runners(RepositoryName repository) {
    return list("/repos/" + repository + "/actions/runners");
  }

  /// Open issues, pull requests among them.
  public static ApiRead issues(RepositoryName repository) {
    return list("/repos/" + repository + "/issues");
  }

  /// A file or folder.
  ///
  /// @param path without a slash before it
  public static ApiRead contents(RepositoryName repository, String path) {
    return ApiRead.of("/repos/" + repository + "/contents/" + path);
  }

  /// Alerts of code scanning.
  public static ApiRead codeScanningAlerts(RepositoryName repository) {
    return list("/repos/" + repository + "/code-scanning/alerts");
  }

  private static ApiRead list(String path) {
    return ApiRead.of(path + "?per_page=" + PER_PAGE);
  }

  private static String name(String text) {
    if (!text.matches("[A-Za-z0-9_.-]{1,100}")) {
      throw new GitHubException("`" + text + "` is no name of a user or an organisation");
    }
    return text;
  }

  /// Reads a list page by page, as long as GitHub names a next one.
  ///
  /// @param first of the pages
  /// @param most pages, up to 100
  /// @return the pages in order; the last may be an error of GitHub's
  /// @throws GitHubException if one could not be had
  public static List<ApiAnswer> pages(
      ApiDoor door, ApiRead first, Duration freshFor, TrustRung least, int most) {
    List<ApiAnswer> pages = new ArrayList<>();
    Set<ApiRead> asked = new HashSet<>();
    Optional<ApiRead> next = Optional.of(first);
    while (next.isPresent() && pages.size() < Math.min(most, MOST_PAGES)) {
      ApiRead read = next.get();
      if (!asked.add(read)) {
        throw new GitHubException("GitHub's pages go in a circle at " + read.path());
      }
      ApiAnswer page = door.read(read, freshFor, least);
      pages.add(page);
      next = page.status() == 200 ? next(page, first) : Optional.empty();
    }
    return pages;
  }

  private static Optional<ApiRead> next(ApiAnswer page, ApiRead first) {
    Matcher link = NEXT.matcher(page.headers().getOrDefault("link", ""));
    return link.find()
        ? Optional.of(new ApiRead(link.group(1), first.accept(), first.apiVersion()))
        : Optional.empty();
  }
}
