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
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether jobs on this machine run in a sandbox, and why not. That is looked for in the
/// background: as soon as somebody asks, else once the node has had time to open, since looking
/// takes work.
final class Confinement implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Confinement.class);
  private static final long LATER_SECONDS = 1;

  private final CompletableFuture<Sandbox.Found> found = new CompletableFuture<>();
  private final AtomicBoolean begun = new AtomicBoolean();
  private final Path data;
  private final ToolFolders tools;

  private Confinement(Path data, ToolFolders tools) {
    this.data = data;
    this.tools = tools;
  }

  /// @param wanted false for none, whatever the machine has
  /// @param data the folder no job may see
  /// @param tools what jobs see besides the system's programs
  static Confinement of(boolean wanted, Path data, ToolFolders tools) {
    Confinement confinement = new Confinement(data, tools);
    if (wanted) {
      CompletableFuture.delayedExecutor(LATER_SECONDS, TimeUnit.SECONDS)
          .execute(confinement::lookOnce);
    } else {
      confinement.end("the sandbox is off in this node's settings.");
    }
    return confinement;
  }

  private void lookOnce() {
    if (begun.compareAndSet(false, true)) {
      found.completeOnTimeout(lacking("it was not found within a minute."), 1, TimeUnit.MINUTES);
      Thread.ofVirtual().name("sandbox-look").start(this::look);
    }
  }

  private void look() {
    Sandbox.Found now;
    try {
      now = Sandbox.find(RunnerSetup.SYSTEM_PATH, List.of(data), tools);
    } catch (RuntimeException e) {
      now = lacking("it cannot be looked for: " + e);
    }
    if (found.complete(now)) {
      log(now);
    }
  }

  private static Sandbox.Found lacking(String why) {
    return new Sandbox.Found(Optional.empty(), why);
  }

  private static void log(Sandbox.Found now) {
    if (now.sandbox().isEmpty()) {
      LOG.warn("Jobs are not sandboxed: {}", now.reason());
    } else {
      LOG.debug("Jobs run in {}", now.sandbox().get().title());
    }
  }

  private Sandbox.Found found() {
    lookOnce();
    return found.join();
  }

  private void end(String why) {
    begun.set(true);
    found.complete(lacking(why));
  }

  /// The sandbox, if this node has one.
  Optional<Sandbox> sandbox() {
    return found().sandbox();
  }

  /// Why there is none, in a sentence; empty if there is one.
  String reason() {
    return found().reason();
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

  /// Whoever still asks, or will, hears that there is none.
  @Override
  public void close() {
    end("this node has stopped.");
  }
}
