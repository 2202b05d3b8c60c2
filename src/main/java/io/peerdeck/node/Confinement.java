package io.peerdeck.node;

import io.peerdeck.runner.Isolation;
import io.peerdeck.runner.RunnerSetup;
import io.peerdeck.runner.Sandbox;
import io.peerdeck.runner.SandboxLimits;
import io.peerdeck.runner.ToolFolders;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether jobs on this machine run in a sandbox, and why not.
final class Confinement {
  private static final Logger LOG = LoggerFactory.getLogger(Confinement.class);

  private final CompletableFuture<Sandbox.Found> found;

  private Confinement(CompletableFuture<Sandbox.Found> found) {
    this.found = found;
  }

  /// Looks for the sandbox in the background; whoever asks before it is known waits.
  ///
  /// @param wanted false for none, whatever the machine has
  /// @param data the folder no job may see
  /// @param tools what jobs see besides the system's programs
  static Confinement of(boolean wanted, Path data, ToolFolders tools) {
    if (!wanted) {
      return new Confinement(
          CompletableFuture.completedFuture(
              new Sandbox.Found(Optional.empty(), "the sandbox is off in this node's settings.")));
    }
    CompletableFuture<Sandbox.Found> looking = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("sandbox-look")
        .start(
            () -> {
              try {
                looking.complete(Sandbox.find(RunnerSetup.SYSTEM_PATH, List.of(data), tools));
              } catch (RuntimeException e) {
                looking.complete(
                    new Sandbox.Found(Optional.empty(), "it cannot be looked for: " + e));
              }
            });
    looking.completeOnTimeout(
        new Sandbox.Found(Optional.empty(), "it was not found within a minute."),
        1,
        TimeUnit.MINUTES);
    looking.thenAccept(
        now -> {
          if (now.sandbox().isEmpty()) {
            LOG.warn("Jobs are not sandboxed: {}", now.reason());
          } else {
            LOG.debug("Jobs run in {}", now.sandbox().get().title());
          }
        });
    return new Confinement(looking);
  }

  /// The sandbox, if this node has one.
  Optional<Sandbox> sandbox() {
    return found.join().sandbox();
  }

  /// Why there is none, in a sentence; empty if there is one.
  String reason() {
    return found.join().reason();
  }

  /// Why there is none, for a glance that does not wait; empty if there is one, or it is not known
  /// yet.
  Optional<String> lack() {
    return found.isDone() && sandbox().isEmpty() ? Optional.of(reason()) : Optional.empty();
  }

  /// Where a job runs that was allowed to run here.
  ///
  /// @param ofAnother whether another than this node submitted it
  Isolation isolation(boolean network, boolean ofAnother) {
    return sandbox()
        .<Isolation>map(
            sandbox -> new Isolation.Sandboxed(sandbox, network, SandboxLimits.standard()))
        .orElseGet(
            () ->
                new Isolation.Host(
                    "Not sandboxed: this job runs with the rights of the node's user, because "
                        + reason(),
                    ofAnother));
  }
}
