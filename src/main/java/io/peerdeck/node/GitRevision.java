package io.peerdeck.node;

import io.peerdeck.runner.ChildEnvironment;
import io.peerdeck.workflow.Revision;
import io.peerdeck.workflow.WorkflowException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks git about a folder.
final class GitRevision {
  private static final Logger LOG = LoggerFactory.getLogger(GitRevision.class);
  private static final long SECONDS = 30;
  private static final Pattern REMOTE = Pattern.compile("[/:]([^/:]+/[^/:]+?)(\\.git)?/?$");

  private GitRevision() {}

  /// What is checked out in a folder that holds a repository; [Revision#NONE] for any other.
  ///
  /// @throws IOException if git cannot be started or does not end
  static Revision of(Path root) throws IOException {
    if (!Files.exists(root.resolve(".git"))) {
      return Revision.NONE;
    }
    // The commit, and the name in full of what is checked out: HEAD itself if it has none.
    String[] head =
        git(root, "rev-parse", "HEAD", "--symbolic-full-name", "HEAD").orElse("").split("\n");
    boolean born = head.length == 2;
    String remote = git(root, "config", "--get", "remote.origin.url").orElse("").strip();
    Matcher matcher = REMOTE.matcher(remote);
    try {
      return new Revision(
          matcher.find() ? matcher.group(1) : "",
          born && head[1].startsWith("refs/") ? head[1] : "",
          born ? head[0] : "");
    } catch (WorkflowException e) {
      LOG.warn("{} is submitted without its place in git: {}", root, e.getMessage());
      return Revision.NONE;
    }
  }

  /// What git prints; empty if it says that there is nothing, or fails.
  static Optional<String> git(Path repository, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD);
    ChildEnvironment.clean(builder.environment());
    Process git = builder.start();
    String printed = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    try {
      if (!git.waitFor(SECONDS, TimeUnit.SECONDS)) {
        git.destroyForcibly();
        throw new IOException("git does not end in " + repository);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while git read " + repository, e);
    }
    return git.exitValue() == 0 ? Optional.of(printed) : Optional.empty();
  }
}
