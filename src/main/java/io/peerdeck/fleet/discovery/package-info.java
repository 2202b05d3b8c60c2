/// Where peers are, from many sources in one registry.
///
/// A [DiscoverySource] reports [Sighting]s; the registry checks them, merges them by peer id to
/// [PeerInfo]s, ranks these, lets them expire, and keeps for each source how far it can be
/// believed. What a peer says of itself it signs ([PeerAnnouncement]), so that anybody may pass it
/// on. Part of the room `fleet`, which dials members where [AddressBook] says; wired by `node`.
/// This package knows peers and addresses, neither members nor the clock.
@NullMarked
package io.peerdeck.fleet.discovery;

import org.jspecify.annotations.NullMarked;
