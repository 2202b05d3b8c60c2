package io.peerdeck.node;

import io.peerdeck.github.ApiDoor;
import io.peerdeck.github.ApiRead;
import io.peerdeck.github.EarlierCache;
import io.peerdeck.github.GitHubException;
import io.peerdeck.github.TrustRung;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Takes over from the earlier system what it asked, never what it was told: each question is put
/// to GitHub anew, and only GitHub's answer is kept.
final class EarlierDesk {
  private static final int MOST = 200;

  private final Optional<ApiDoor> github;

  EarlierDesk(Optional<ApiDoor> github) {
    this.github = github;
  }

  /// @param ask whether to ask GitHub the same now
  EarlierView read(Path folder, boolean ask) {
    if (ask && github.isEmpty()) {
      throw new NodeException(
          NodeException.Reason.REFUSED,
          "This node asks GitHub nothing: name a repository in github-registry or github-watch, or"
              + " read without asking.");
    }
    if (!Files.isDirectory(folder)) {
      throw new NodeException(
          NodeException.Reason.NOT_FOUND, "There is no folder " + folder + " on this machine.");
    }
    EarlierCache.Found found;
    try {
      found = new EarlierCache().read(folder);
    } catch (GitHubException e) {
      throw new NodeException(NodeException.Reason.INVALID, e.getMessage() + ".", e);
    }
    Map<ApiRead, String> asked = new HashMap<>();
    List<EarlierView.Entry> entries = new ArrayList<>();
    for (EarlierCache.Entry entry : found.entries()) {
      entries.add(
          new EarlierView.Entry(
              entry.key(),
              entry.written(),
              entry.rung().name(),
              entry.question().map(ApiRead::target).orElse(""),
              ask && entry.question().isPresent() && asked.size() < MOST
                  ? asked.computeIfAbsent(entry.question().get(), this::asked)
                  : "not asked"));
    }
    return new EarlierView(
        entries,
        found.refused().stream()
            .map(one -> new EarlierView.Refused(one.file(), one.why()))
            .toList());
  }

  private String asked(ApiRead read) {
    try {
      int status = github.orElseThrow().read(read, Duration.ZERO, TrustRung.T2).status();
      return status == 200 ? "asked" : "GitHub says " + status;
    } catch (GitHubException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
