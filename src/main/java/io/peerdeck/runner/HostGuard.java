package io.peerdeck.runner;

import io.peerdeck.workflow.EvaluationContext;
import io.peerdeck.workflow.ScriptText;
import io.peerdeck.workflow.Template;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Keeps what other jobs made from becoming a program of a job that runs without a sandbox for
/// somebody else. Its submitter is trusted with this user's rights, but not whoever could write an
/// output or an artifact of a job before it: their words may be data here, never commands. In a
/// sandbox, and for one's own jobs, all is as at GitHub.
final class HostGuard {
  private final boolean on;

  private HostGuard(boolean on) {
    this.on = on;
  }

  static HostGuard of(Isolation isolation) {
    return new HostGuard(isolation instanceof Isolation.Host host && host.ofAnother());
  }

  /// Refuses a script whose text others could have written a part of.
  ///
  /// @param inAction whether it is an action's
  /// @throws RunnerException naming the place
  void script(Template script, EvaluationContext context, boolean inAction) {
    if (!on) {
      return;
    }
    ScriptText.unsafe(script, context, inAction)
        .ifPresent(
            part -> {
              throw new RunnerException(
                  part.position()
                      + ": the expression puts more than plain words into the text of the script,"
                      + " and this peer runs the job without a sandbox: give the value to the step"
                      + " by `env` and write \"$NAME\".");
            });
  }

  /// Refuses to put an artifact among files that are there: an action or a script among them could
  /// be replaced.
  ///
  /// @throws RunnerException naming the folder
  void artifact(Path folder) {
    if (!on || !Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      if (entries.iterator().hasNext()) {
        throw new RunnerException(
            "There are files in "
                + folder
                + " that the artifact could replace, and this peer runs the job without a sandbox:"
                + " give download-artifact a `path` of its own.");
      }
    } catch (IOException e) {
      throw new RunnerException("Cannot look into " + folder + ": " + e, e);
    }
  }
}
