package io.peerdeck.panel.part;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Function;

/// The time rows can be filtered by.
///
/// @param time when a row happened
/// @param now what "the last hour" is counted back from
public record TimeFacet<T>(String id, String title, Function<T, Instant> time, InstantSource now) {}
