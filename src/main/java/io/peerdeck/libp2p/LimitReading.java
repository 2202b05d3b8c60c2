package io.peerdeck.libp2p;

/// How close the network came to one of its bounds. Where a bound holds for each peer, connection
/// or address, the fullest one is told.
///
/// @param limit its name in [Limits]
/// @param unit what is counted, or `ms`
/// @param bound the most there may be
/// @param current how much there is now; of a time, the last that was measured
/// @param peak the most there ever was since the host started
/// @param refused how often somebody was refused, cut off or made to wait because of it; for
///     `keepalive`, how often a silent connection was asked
public record LimitReading(
    String limit, String unit, long bound, long current, long peak, long refused) {}
