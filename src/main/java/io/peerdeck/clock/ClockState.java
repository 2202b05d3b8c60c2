package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Multihash;
import io.peerdeck.multiformats.PeerId;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The graph's edge after a commit: what readers see. Immutable.
///
/// @param heads sorted by CID bytes
/// @param branches never changed once here
/// @param rows the last row, which is the number of entries
/// @param lastLc the highest logical time, -1 when empty
record ClockState(
    Optional<Cid> fleet, List<DagNode> heads, Branches branches, long rows, long lastLc) {

  /// SHA-256 over the CID bytes of the sorted heads, as 64 hex digits.
  String compoundHead() {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    heads.forEach(head -> all.writeBytes(head.cid().bytes()));
    return HexFormat.of().formatHex(Multihash.sha256(all.toByteArray()).digest());
  }

  /// The last entry of each author.
  Map<PeerId, Tip> versions() {
    Map<PeerId, Tip> versions = new TreeMap<>();
    for (Branch branch : branches.all()) {
      Tip tip = new Tip(branch.tip().seq(), branch.tip().cid());
      versions.merge(branch.author(), tip, ClockState::higher);
    }
    return versions;
  }

  private static Tip higher(Tip a, Tip b) {
    boolean first = a.seq() != b.seq() ? a.seq() > b.seq() : a.cid().compareTo(b.cid()) < 0;
    return first ? a : b;
  }
}
