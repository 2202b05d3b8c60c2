/// The Merkle clock: signed entries in one causal graph per fleet, their total order, admission,
/// verification and sync between peers. It knows who wrote what after what, never what a kind of
/// entry means: membership comes in as a [io.peerdeck.clock.MembershipRule]. Every decision of a
/// fleet is an entry here; `fleet`, `schedule` and `node` fold them.
@NullMarked
package io.peerdeck.clock;

import org.jspecify.annotations.NullMarked;
