package io.peerdeck.workflow;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/// Where in a git repository a submission's files came from: what `github.repository`, `github.ref`
/// and `github.sha` say. The files are the working tree's, so they may be ahead of the commit.
///
/// @param repository `owner/name`; empty when it has no remote
/// @param ref the branch or tag in full, such as `refs/heads/main`; empty when none is checked out
/// @param sha the commit in lower case hex; empty when there is none
public record Revision(String repository, String ref, String sha) {
  /// Outside git.
  public static final Revision NONE = new Revision("", "", "");

  private static final Pattern REPOSITORY = Pattern.compile("[\\w.-]{1,100}/[\\w.-]{1,100}");
  private static final Pattern REF =
      Pattern.compile("refs/(heads|tags|pull)/[^\\p{Cntrl} ]{1,244}");
  private static final Pattern SHA = Pattern.compile("[0-9a-f]{40}([0-9a-f]{24})?");

  /// Checks each part.
  ///
  /// @throws WorkflowException if one is neither empty nor of its form
  public Revision {
    check("repository", repository, REPOSITORY);
    check("ref", ref, REF);
    check("sha", sha, SHA);
  }

  private static void check(String part, String text, Pattern form) {
    if (!text.isEmpty() && !form.matcher(text).matches()) {
      throw new WorkflowException("'" + text + "' is no " + part + " of a git repository");
    }
  }

  /// A ref without `refs/heads/` and its like.
  static String shortRef(String ref) {
    return ref.replaceFirst("^refs/(heads|tags|pull)/", "");
  }

  /// The members of the `github` context that it decides.
  public Map<String, Value> github() {
    final boolean tag = ref.startsWith("refs/tags/");
    final Map<String, Value> members = new LinkedHashMap<>();
    members.put("repository", Value.of(repository));
    members.put(
        "repository_owner",
        Value.of(repository.substring(0, Math.max(0, repository.indexOf('/')))));
    members.put("ref", Value.of(ref));
    members.put("ref_name", Value.of(shortRef(ref)));
    members.put("ref_type", Value.of(ref.isEmpty() ? "" : tag ? "tag" : "branch"));
    members.put("sha", Value.of(sha));
    members.put("head_ref", Value.of(""));
    members.put("base_ref", Value.of(""));
    return members;
  }
}
