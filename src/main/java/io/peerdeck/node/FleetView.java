package io.peerdeck.node;

import java.util.List;
import java.util.Optional;

/// The fleet as this node knows it, and what waits for this machine's operator in it.
///
/// @param id CID of the fleet's genesis; empty while this node is in none
/// @param name what its founder called it
/// @param roles this node's own, lower case; empty while it is no member
/// @param members how many there are, this node included
/// @param admins who may invite, add and remove
/// @param soleAdmin whether one key lost would leave a fleet of several without an admin
/// @param joining how far this node has come into a fleet; empty unless it is on its way
/// @param invites open ones first, then by age, newest first; at most 200
/// @param joinRequests machines that wait for a yes or no of an admin, oldest first
/// @param approvals jobs that wait for a yes or no of this machine's operator, oldest first
/// @param warnings what the operator should know, in sentences
public record FleetView(
    Optional<String> id,
    String name,
    List<String> roles,
    int members,
    List<PeerRef> admins,
    boolean soleAdmin,
    Optional<JoiningView> joining,
    List<InviteView> invites,
    List<JoinRequestView> joinRequests,
    List<ApprovalView> approvals,
    List<String> warnings) {
  /// Whether this node may invite, add, remove and give roles.
  public boolean mayManage() {
    return roles.contains("admin");
  }
}
