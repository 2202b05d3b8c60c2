package io.peerdeck.node;

import java.time.Duration;

/// The terms a run is, or would be, submitted with.
///
/// @param queueTimeout how long one of its jobs may wait for a peer before the run is cancelled
/// @param attempts how often a job is tried when its peers are lost
/// @param network whether its jobs ask for the machine's network
public record RunTermsView(Duration queueTimeout, int attempts, boolean network) {}
