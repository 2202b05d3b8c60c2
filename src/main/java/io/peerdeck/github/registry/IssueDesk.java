package io.peerdeck.github.registry;

import io.peerdeck.github.GitHubException;
import io.peerdeck.github.TrustRung;
import java.util.List;
import java.util.Set;

/// The issues of one repository, as the registry needs them. Blocks.
interface IssueDesk {
  /// How many issues or comments a page has.
  int PAGE = 100;

  /// Some issues and how far they are to be believed.
  ///
  /// @param more whether there may be another page; pull requests fill pages too
  /// @param rung of the answer they came in
  record Listing(List<Issue> issues, boolean more, TrustRung rung) {
    /// Copies the list.
    public Listing {
      issues = List.copyOf(issues);
    }
  }

  /// What an issue is to be.
  record Draft(String title, String body, List<String> labels, boolean open) {
    /// Copies the labels.
    public Draft {
      labels = List.copyOf(labels);
    }
  }

  /// Whether everybody can read the repository; asked of GitHub itself.
  ///
  /// @throws GitHubException if it cannot be told
  boolean isPublic();

  /// A page of the open issues with a label, those touched last first.
  ///
  /// @param label its name; empty for any
  /// @param page from 1
  /// @param least how far the answer must be believed
  /// @throws GitHubException if they cannot be read
  Listing open(String label, int page, TrustRung least);

  /// A page of the comments on an issue, the oldest first; one of less than [#PAGE] is the last.
  ///
  /// @param page from 1
  /// @throws GitHubException if they cannot be read
  List<IssueComment> comments(int number, int page);

  /// Opens an issue.
  ///
  /// @return it, as GitHub took it
  /// @throws GitHubException if GitHub refuses
  Issue create(Draft draft);

  /// Makes an issue what the draft says.
  ///
  /// @throws GitHubException if GitHub refuses
  void edit(int number, Draft draft);

  /// Gives an issue other labels, and opens or closes it.
  ///
  /// @throws GitHubException if GitHub refuses
  void mark(int number, Set<String> labels, boolean open);
}
