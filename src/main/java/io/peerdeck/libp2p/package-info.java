/// The network: a libp2p host over TCP with Noise and Yamux, so that js-, go- and rust-libp2p peers
/// can talk to it.
///
/// `fleet`, `blob`, `clock` and `node` call it through [Host], [Connection] and [Stream]; their
/// protocols are [ProtocolBinding]s. Everything they call blocks and is made for virtual threads;
/// Netty and its event loops stay inside. The room knows peers, bytes and limits, and nothing of
/// fleets, workflows or SQL. The specifications at `libp2p/specs` are the authority for every byte.
@NullMarked
package io.peerdeck.libp2p;

import org.jspecify.annotations.NullMarked;
