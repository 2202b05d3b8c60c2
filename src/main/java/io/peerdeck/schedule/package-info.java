/// Who runs what. Submissions, claims, results and seals are entries of the Merkle clock; a run is
/// the fold of its entries ([RunFold] makes a [RunState]), so every peer that holds them sees the
/// same ranking, holder and accepted result without a vote. The [Coordinator] is one event loop
/// that adds this node's own entries: claims, declines, results, offers and seals.
///
/// `node` calls it through [Scheduler]; how a job is run, who is alive and which blobs are held
/// come in as small interfaces ([JobExecution], [LivenessView], [InputsHeld], [ClaimPolicy]).
@NullMarked
package io.peerdeck.schedule;

import org.jspecify.annotations.NullMarked;
