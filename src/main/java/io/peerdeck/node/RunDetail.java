package io.peerdeck.node;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A run in full.
///
/// @param terms what it was submitted with
/// @param source the workflow file's text; empty while its blob is not held here
/// @param holders how many members hold the run's inputs, as they last said
public record RunDetail(
    RunSummary summary,
    List<TaskView> tasks,
    Map<String, String> inputs,
    String strategy,
    RunTermsView terms,
    Optional<String> source,
    Optional<String> snapshot,
    int holders,
    Optional<String> again) {}
