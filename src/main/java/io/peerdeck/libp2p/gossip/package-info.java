/// Gossipsub 1.2, 1.1 and 1.0 over [io.peerdeck.libp2p.Host]: what one peer publishes on a topic,
/// every subscriber gets once, however the peers are connected.
///
/// [Gossipsub] is the face; `fleet` calls it. Inside, `Router` is the protocol itself and knows
/// neither streams nor threads: messages go in, and what is to be sent lands in each peer's
/// `PeerOutbox`. The specifications at `libp2p/specs`, folder `pubsub`, are the authority.
@NullMarked
package io.peerdeck.libp2p.gossip;

import org.jspecify.annotations.NullMarked;
