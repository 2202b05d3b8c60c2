/// GitHub's API once for the whole fleet: a client that keeps to GitHub's limits, a cache of raw
/// answers, what of it members share, and the loopback proxy in front. A read always says how it
/// came about ([CacheMode]) and how far it is to be believed ([TrustRung]).
///
/// [ResponseCache] reads through [GitHubClient]; [FleetShare] is what it knows of the other
/// members. Whatever was fetched with a token stays with that token on this machine. `node` wires
/// the room to the fleet; nothing here knows what a workflow is.
@NullMarked
package io.peerdeck.github;

import org.jspecify.annotations.NullMarked;
