package io.peerdeck.runner;

import io.peerdeck.workflow.ActionReference;
import io.peerdeck.workflow.RunStep;
import io.peerdeck.workflow.Step;
import io.peerdeck.workflow.UsesStep;
import io.peerdeck.workflow.Value;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// The git repository that `actions/checkout` leaves where steps may ask git: one commit made of
/// the snapshot, so that `git status`, `git diff` and `git describe` speak of what the job changed.
/// A snapshot carries no history; the commit is not the one that GITHUB_SHA names, and the log says
/// so. It is made by a process of the job: a `.git` that an earlier step left could have git run
/// anything.
///
/// It takes as long as writing all files once more, seconds for thousands of them, so it is not
/// made for every checkout.
final class SnapshotRepository {
  private static final Pattern GIT = Pattern.compile("(?m)(^|[\\s;&|(`!'\"])git(\\s|$)");
  // What asks git by itself: it makes versions, changelogs or releases, or looks at what changed.
  private static final Pattern ASKING =
      Pattern.compile(
          "\\b((npm|yarn|pnpm)\\s+version|lerna|changeset|goreleaser|semantic-release"
              + "|standard-version|release-it|pre-commit|lint-staged|commitlint|bump2version"
              + "|bumpversion|bump-my-version|setuptools[-_]scm|hatch|-m\\s+build|nbgv|gitversion"
              + "|git-cliff|release:prepare|nx\\s+affected)\\b",
          Pattern.CASE_INSENSITIVE);
  static final String HOW =
      "No git repository was made of it, as no step names git or a tool known to ask it; 'with:"
          + " {fetch-depth: 0}' makes one.";
  private static final String NONE =
      "The snapshot has no git repository here: %s; `git` in this job finds none.";
  private static final String SCRIPT =
      """
      if [ -e .git ]; then exit 0; fi
      if ! command -v git > /dev/null; then echo "::warning::%s"; exit 0; fi
      if git init -q . \\
        && git symbolic-ref HEAD "refs/heads/$1" \\
        && git add -A -f . \\
        && git -c user.name=peerdeck -c user.email=peerdeck@localhost -c commit.gpgsign=false \\
          commit -q --no-verify --allow-empty -m "$2" \\
        && if [ -n "$3" ]; then git tag "$3"; fi
      then
        echo "For git it is one commit, $(git rev-parse --short HEAD), made here of the snapshot:" \\
          "no history, no remote, and not the commit that GITHUB_SHA names."
      else
        rm -rf .git
        echo "::warning::%s"
      fi
      """
          .formatted(
              NONE.formatted("this peer has no git"), NONE.formatted("git could not make one"));

  private SnapshotRepository() {}

  /// Whether a step of the job may ask git: a script that names it or what asks it, an action that
  /// may run anything, or a checkout that asks for history.
  static boolean isAskedFor(JobRequest request, ActionInputs inputs) {
    return !inputs.text("fetch-depth").equals("1")
        || inputs.flag("fetch-tags")
        || request.job().steps().stream().anyMatch(SnapshotRepository::mayAsk);
  }

  private static boolean mayAsk(Step step) {
    return switch (step) {
      case RunStep run ->
          GIT.matcher(run.script().source()).find() || ASKING.matcher(run.script().source()).find();
      case UsesStep uses -> !(uses.action() instanceof ActionReference.BuiltIn);
    };
  }

  /// The command that makes it in the folder it is run in.
  ///
  /// @param shell the path of a POSIX shell
  static List<String> command(Path shell, Value.Obj github) {
    final String name = github.get("ref_name").text();
    final boolean tag = github.get("ref_type").text().equals("tag");
    return List.of(
        shell.toString(),
        "-c",
        SCRIPT,
        "checkout",
        tag || name.isEmpty() ? "main" : name,
        ("Snapshot of " + github.get("repository").text() + " " + github.get("sha").text()).strip(),
        tag ? name : "");
  }
}
