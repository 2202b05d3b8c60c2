package io.peerdeck.node;

import io.peerdeck.blob.UnixFs;
import io.peerdeck.blob.UnixFsEntry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerdeckException;
import io.peerdeck.workflow.ActionFile;
import io.peerdeck.workflow.ActionReference;
import io.peerdeck.workflow.ActionRuns;
import io.peerdeck.workflow.Job;
import io.peerdeck.workflow.Position;
import io.peerdeck.workflow.Step;
import io.peerdeck.workflow.UsesStep;
import io.peerdeck.workflow.Workflow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/// The third-party actions a workflow uses, directly or through composite actions, resolved to the
/// files the fleet keeps of them.
final class UsedActions {
  private static final int MAX_DEPTH = 10;
  private static final int MAX_FILE = 1 << 20;

  private final Function<String, Optional<Cid>> vendored;
  private final UnixFs files;
  private final Path workspace;
  private final Map<String, Cid> found = new TreeMap<>();
  private final Set<String> seen = new HashSet<>();
  private final List<SubmitPreview.Problem> problems = new ArrayList<>();

  private UsedActions(Function<String, Optional<Cid>> vendored, UnixFs files, Path workspace) {
    this.vendored = vendored;
    this.files = files;
    this.workspace = workspace;
  }

  /// What was found.
  ///
  /// @param actions UnixFS folders by `owner/repo@sha`
  record Resolved(Map<String, Cid> actions, List<SubmitPreview.Problem> problems) {}

  /// @param vendored the folder of `owner/repo@sha`
  /// @param workspace where local actions are read from
  static Resolved of(
      Workflow workflow, Function<String, Optional<Cid>> vendored, UnixFs files, Path workspace) {
    UsedActions used = new UsedActions(vendored, files, workspace);
    for (Job job : workflow.jobs().values()) {
      used.look(job.steps(), Optional.empty(), 0);
    }
    return new Resolved(Map.copyOf(used.found), List.copyOf(used.problems));
  }

  /// @param outer where the workflow file uses the action these steps are of
  private void look(List<Step> steps, Optional<Position> outer, int depth) {
    for (Step step : steps) {
      if (step instanceof UsesStep uses && depth < MAX_DEPTH) {
        Position at = outer.orElse(uses.position());
        switch (uses.action()) {
          case ActionReference.BuiltIn builtIn -> {}
          case ActionReference.Local local -> local(local, at, depth);
          case ActionReference.Vendored action -> vendored(action, at, depth);
        }
      }
    }
  }

  /// Its own faults are told when it runs: the checkout may put other files there.
  private void local(ActionReference.Local local, Position at, int depth) {
    Path folder = workspace.resolve(local.path()).normalize();
    if (!folder.startsWith(workspace) || !seen.add(local.path())) {
      return;
    }
    for (String name : ActionFile.NAMES) {
      Path file = folder.resolve(name);
      if (Files.isRegularFile(file)) {
        try (var in = Files.newInputStream(file)) {
          inner(local.path() + "/" + name, in.readNBytes(MAX_FILE), at, depth);
          return;
        } catch (IOException | PeerdeckException unreadable) {
          return;
        }
      }
    }
  }

  private void vendored(ActionReference.Vendored action, Position at, int depth) {
    final Optional<Cid> folder;
    try {
      folder = vendored.apply(action.pinned());
    } catch (PeerdeckException | NodeException unreachable) {
      refuse(
          at,
          "The files of the action '"
              + action.text()
              + "' cannot be fetched now: "
              + unreachable.getMessage());
      return;
    }
    if (folder.isEmpty()) {
      if (seen.add(action.pinned() + " " + at)) {
        refuse(
            at,
            "The action '"
                + action.text()
                + "' is not vendored in this fleet: get its files at that commit, then run"
                + " `peerdeck action vendor "
                + action.pinned()
                + " FOLDER-OR-ARCHIVE`");
      }
      return;
    }
    found.put(action.pinned(), folder.get());
    if (seen.add(action.text())) {
      try {
        read(action, folder.get(), at, depth);
      } catch (PeerdeckException e) {
        refuse(at, "The action '" + action.text() + "' cannot run: " + e.getMessage());
      }
    }
  }

  private void read(ActionReference.Vendored action, Cid root, Position at, int depth) {
    Cid folder = root;
    if (!action.path().isEmpty()) {
      for (String part : action.path().split("/", -1)) {
        folder = child(folder, part).orElseThrow(() -> missing(action));
      }
    }
    for (String name : ActionFile.NAMES) {
      Optional<Cid> file = child(folder, name);
      if (file.isPresent()) {
        inner(action.text() + "/" + name, files.readFile(file.get(), MAX_FILE), at, depth);
        return;
      }
    }
    throw missing(action);
  }

  private Optional<Cid> child(Cid folder, String name) {
    return files.list(folder).stream()
        .filter(entry -> entry.path().equals(name))
        .map(UnixFsEntry::cid)
        .findFirst();
  }

  private static io.peerdeck.blob.BlobException missing(ActionReference.Vendored action) {
    return new io.peerdeck.blob.BlobException(
        "its files hold no action.yml or action.yaml at '" + action.path() + "'");
  }

  private void inner(String name, byte[] text, Position at, int depth) {
    if (ActionFile.parse(name, text).runs() instanceof ActionRuns.Composite composite) {
      look(composite.steps(), Optional.of(at), depth + 1);
    }
  }

  private void refuse(Position at, String message) {
    problems.add(new SubmitPreview.Problem(at.line(), at.column(), true, message));
  }
}
