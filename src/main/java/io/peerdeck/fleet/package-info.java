/// Who belongs to the fleet, what each may write, whom this peer trusts, and who is alive.
///
/// Membership is a fold of the Merkle clock (`Membership` → [Roster]); what an entry is worth is
/// [FleetEffect]'s answer. [Fleet] writes membership entries, [JoinProtocol] is the door through
/// which strangers come in, by invitation or by an admin's yes, [FleetConnector] keeps the members
/// connected and in step, [Liveness] tells who was heard from. Called by `schedule` (roster,
/// effect, liveness, trust) and wired by `node`. This room knows members and addresses, never
/// workflows.
@NullMarked
package io.peerdeck.fleet;

import org.jspecify.annotations.NullMarked;
