package io.peerdeck.fleet;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// One measured round trip.
///
/// @param rtt empty if no answer came
public record RoundTrip(Instant at, Optional<Duration> rtt) {}
