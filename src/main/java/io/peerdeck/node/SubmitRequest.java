package io.peerdeck.node;

import io.peerdeck.workflow.SubmittedEvent;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// What to submit.
///
/// @param file the workflow file on this machine
/// @param name shown instead of the workflow's own name
/// @param folder the folder to snapshot as workspace; empty: the git-tracked files of the
///     file's repository, outside git only the workflow file
/// @param inputs `workflow_dispatch` inputs
/// @param priority 1 (first) to 9 (last), 5 by default
/// @param strategy `hamming` or `hamming-hex`
/// @param untagged true submits a file without the `p2p-workflow` or `offline-workflow` tag
/// @param asIs true submits a file in which something can mean nothing, as GitHub would run it
/// @param held true stores the run without offering its jobs until it is released
/// @param network whether its jobs ask for the machine's network; without, they have none
/// @param bounds how long its jobs wait for a peer and how often they are tried
/// @param event what has happened, for the filters of `on`; empty: it is submitted by hand
/// @param runId when from a preview: the run id shown, kept if the clock has not moved since
public record SubmitRequest(
    Path file,
    Optional<String> name,
    Optional<Path> folder,
    Map<String, String> inputs,
    int priority,
    String strategy,
    boolean untagged,
    boolean asIs,
    boolean held,
    boolean network,
    RunBounds bounds,
    Optional<SubmittedEvent> event,
    Optional<String> runId) {
  public static final int DEFAULT_PRIORITY = 5;

  public static SubmitRequest of(Path file) {
    return new SubmitRequest(
        file,
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        DEFAULT_PRIORITY,
        "hamming",
        false,
        false,
        false,
        false,
        RunBounds.OF_NODE,
        Optional.empty(),
        Optional.empty());
  }

  public SubmitRequest withName(String value) {
    return new SubmitRequest(
        file,
        Optional.of(value),
        folder,
        inputs,
        priority,
        strategy,
        untagged,
        asIs,
        held,
        network,
        bounds,
        event,
        runId);
  }

  public SubmitRequest withFolder(Path value) {
    return new SubmitRequest(
        file,
        name,
        Optional.of(value),
        inputs,
        priority,
        strategy,
        untagged,
        asIs,
        held,
        network,
        bounds,
        event,
        runId);
  }

  public SubmitRequest withInputs(Map<String, String> value) {
    return new SubmitRequest(
        file,
        name,
        folder,
        Map.copyOf(value),
        priority,
        strategy,
        untagged,
        asIs,
        held,
        network,
        bounds,
        event,
        runId);
  }

  public SubmitRequest withPriority(int value) {
    return new SubmitRequest(
        file, name, folder, inputs, value, strategy, untagged, asIs, held, network, bounds, event,
        runId);
  }

  public SubmitRequest withStrategy(String value) {
    return new SubmitRequest(
        file, name, folder, inputs, priority, value, untagged, asIs, held, network, bounds, event,
        runId);
  }

  public SubmitRequest withUntagged(boolean value) {
    return new SubmitRequest(
        file, name, folder, inputs, priority, strategy, value, asIs, held, network, bounds, event,
        runId);
  }

  public SubmitRequest withAsIs(boolean value) {
    return new SubmitRequest(
        file, name, folder, inputs, priority, strategy, untagged, value, held, network, bounds,
        event, runId);
  }

  public SubmitRequest withHeld(boolean value) {
    return new SubmitRequest(
        file, name, folder, inputs, priority, strategy, untagged, asIs, value, network, bounds,
        event, runId);
  }

  public SubmitRequest withNetwork(boolean value) {
    return new SubmitRequest(
        file, name, folder, inputs, priority, strategy, untagged, asIs, held, value, bounds, event,
        runId);
  }

  public SubmitRequest withBounds(RunBounds value) {
    return new SubmitRequest(
        file, name, folder, inputs, priority, strategy, untagged, asIs, held, network, value, event,
        runId);
  }

  public SubmitRequest withRunId(String value) {
    return new SubmitRequest(
        file,
        name,
        folder,
        inputs,
        priority,
        strategy,
        untagged,
        asIs,
        held,
        network,
        bounds,
        event,
        Optional.of(value));
  }

  /// @param value empty: by hand
  public SubmitRequest withEvent(Optional<SubmittedEvent> value) {
    return new SubmitRequest(
        file, name, folder, inputs, priority, strategy, untagged, asIs, held, network, bounds,
        value, runId);
  }
}
