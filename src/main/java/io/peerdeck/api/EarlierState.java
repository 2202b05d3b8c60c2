package io.peerdeck.api;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// What stands in a state file of the earlier system's coordinator (`coordinator_state_*.json`).
///
/// @param peer what that machine was called
/// @param entries its clock, in the file's order
/// @param workflows in the file's order
/// @param notes what is odd and breaks nothing
public record EarlierState(
    String peer, List<Entry> entries, List<Workflow> workflows, List<String> notes) {
  static final String PENDING = "pending";
  static final String SUBMITTED = "workflow_submitted";

  /// Copies the lists.
  public EarlierState {
    entries = List.copyOf(entries);
    workflows = List.copyOf(workflows);
    notes = List.copyOf(notes);
  }

  /// One entry of the clock.
  ///
  /// @param number from 1
  /// @param event what it tells of; empty text if it does not say
  /// @param workflow of which workflow; empty text if of none
  /// @param hash as it is written
  /// @param problem why it breaks the chain, in a sentence; empty when it holds
  public record Entry(
      int number, String event, String workflow, String hash, Optional<String> problem) {}

  /// One workflow.
  ///
  /// @param file a path, or the text of the file itself
  /// @param recorded whether the clock tells of its submission
  public record Workflow(
      String id,
      String name,
      String file,
      Map<String, String> inputs,
      double priority,
      String status,
      boolean recorded) {
    /// Copies the inputs.
    public Workflow {
      inputs = Map.copyOf(inputs);
    }

    /// Whether it waited to be taken.
    public boolean pending() {
      return status.equals(PENDING);
    }

    /// Whether [#file] is the text of a file, not the name of one.
    public boolean inline() {
      return file.indexOf('\n') >= 0;
    }
  }

  /// Whether every entry has the hash its content gives and follows the one before.
  public boolean sound() {
    return entries.stream().allMatch(entry -> entry.problem().isEmpty());
  }

  /// How many entries tell of what.
  public Map<String, Long> events() {
    Map<String, Long> counts = new TreeMap<>();
    entries.forEach(entry -> counts.merge(entry.event(), 1L, Long::sum));
    return counts;
  }
}
