package io.peerdeck.node;

import java.time.Duration;
import java.util.List;

/// What a check of the clock found.
public record VerifyView(
    long entries, boolean ok, List<String> problems, List<String> equivocations, Duration took) {}
