package io.peerdeck.fleet;

import io.peerdeck.clock.MerkleClock;
import io.peerdeck.fleet.discovery.AddressBook;
import io.peerdeck.libp2p.Host;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.PeerId;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// What a [FleetConnector] works with and what a node makes of it.
///
/// @param host behind `gate`
/// @param sync brings two clocks together
/// @param exclusion whom to keep away; the host's gate must ask it too
/// @param liveness shared with whoever needs to know who is alive; on the same monotonic clock
/// @param heartbeat what this node says of itself, asked every second; must answer from memory
/// @param room how many connections to keep
/// @param working whether a peer has work in hand, its own or this node's, that needs the
///     connection; must answer from memory
/// @param addresses where this node listens now
/// @param moved told on a thread of its own when these are others than before
/// @param route from the address a member tells to the one to dial from here
/// @param book where else members may be, besides what they published; hears how dials went
/// @param wall to notice that this machine slept
/// @param nanos a monotonic clock in nanoseconds
/// @param random for pauses
public record FleetNetwork(
    Host host,
    MerkleClock<Roster> clock,
    PeerSync sync,
    MembersGate gate,
    Exclusion exclusion,
    Liveness liveness,
    Supplier<Heartbeat> heartbeat,
    Pace pace,
    ConnectionRoom room,
    Predicate<PeerId> working,
    Supplier<List<Multiaddr>> addresses,
    Consumer<List<Multiaddr>> moved,
    UnaryOperator<Multiaddr> route,
    AddressBook book,
    InstantSource wall,
    LongSupplier nanos,
    RandomGenerator random) {}
