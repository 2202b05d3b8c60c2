package io.peerdeck.node;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What a [Node] knows of other machines: peers, its fleet, who waits to be let in, and where peers
/// are found.
public interface NodePeers {
  /// Every peer known, this node first, then by name.
  List<PeerView> peers();

  /// Adds a peer to the fleet by its multiaddr ending in `/p2p/PEER_ID`, as operator and worker.
  PeerView addPeer(String multiaddr, Optional<String> name);

  /// Removes a peer from the fleet: nothing it writes from now on has effect.
  void removePeer(String peerId);

  /// Runs jobs this peer submits on this machine from now on.
  void trust(String peerId);

  void untrust(String peerId);

  /// Decides how far this machine trusts a peer's jobs. [#trust] is `host` without approval,
  /// [#untrust] is `none`.
  void trust(String peerId, TrustView trust);

  /// Changes a member: its name, roles, labels, slots or drain.
  PeerView updatePeer(String peerId, PeerChange change);

  /// Measures a round trip now.
  Duration ping(String peerId);

  /// What this node saw of a peer since it started: round trips and changes of state.
  PeerHistory peerHistory(String peerId);

  /// Shuts the peer out of this node, across restarts: its connections are closed, it is neither
  /// dialled nor let in. It stays a member of the fleet; other nodes are not told.
  void block(String peerId);

  /// Lets a peer in again that was blocked, or that its conduct had suspended.
  void unblock(String peerId);

  /// The fleet, this node's place in it, and what waits for its operator. Changes are told as
  /// [Change.Fleet] and [Change.Peers].
  FleetView fleet();

  /// Founds a fleet with this node as its admin.
  ///
  /// A node founds one by itself when it first starts. It is left for the new one when nobody else
  /// is in it and nothing was ever submitted to it, or when `leave` says so; the entries of a fleet
  /// that is left stay aside in the data folder. Else the command is refused.
  void createFleet(String name, boolean leave);

  /// Goes into another fleet: by an invitation (`peerdeck:…`), or by asking the member at an
  /// address ending in `/p2p/PEER_ID` and waiting for an admin's yes there. Returns once this node
  /// is on its way, and stays on it after a restart; [FleetView#joining] tells how far it is. What
  /// becomes of the fleet this node is in is as for [#createFleet].
  void join(String inviteOrMultiaddr, boolean leave);

  /// Makes an invitation; only an admin may. The text in the answer is told this once.
  CreatedInvite createInvite(InviteRequest request);

  /// Takes an invitation back, by its id or a unique prefix or suffix of it.
  void revokeInvite(String id);

  /// Lets a machine in that asks for it without invitation; only an admin may.
  PeerView acceptJoin(String peerId, List<String> roles);

  /// Refuses a machine that asks to be let in; it is not heard again for a while.
  void refuseJoin(String peerId);

  /// Runs jobs here that wait for this machine's operator, and those of the same workflow file and
  /// snapshot from then on.
  void approve(String approvalId);

  /// Declines them here, now and from then on.
  void refuseApproval(String approvalId);

  /// The sources of peers, how far each is believed, and the peers a query asks for, from memory.
  /// Throws [NodeException] for a source there is none of.
  DiscoveryView discovery(DiscoveryQuery query);

  /// Asks sources now, tells others of this node, and drops what has run out.
  ///
  /// @param sources which to ask; empty for all
  /// @return what came of each asked
  List<SourceOutcome> discover(Set<String> sources);
}
