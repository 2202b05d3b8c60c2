package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.util.Optional;

/// A block that was not admitted, and why. It is held against who sent it.
///
/// @param sender who sent it, which for an entry that waited is not who sent what it waited for;
///     empty where nobody is told
public record Refusal(Cid cid, String reason, Optional<PeerId> sender) {}
