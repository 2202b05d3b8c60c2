package io.peerdeck.github.share;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.time.Instant;

/// A member's word that it holds an answer.
///
/// @param peer the member
/// @param body the body's name
/// @param fetched when GitHub gave or confirmed it, by that member's time
record Holding(PeerId peer, Cid body, Instant fetched) {}
