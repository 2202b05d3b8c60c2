package io.peerdeck.clock;

import io.peerdeck.multiformats.PeerId;
import java.util.Map;

/// What was known of the members when the clock ended at some place of the total order.
///
/// @param view the members then
/// @param frozen who had been proven to have written two histories, and from which number on
public record PastView<V>(V view, Map<PeerId, Long> frozen) {}
