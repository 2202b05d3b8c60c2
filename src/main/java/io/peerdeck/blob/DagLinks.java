package io.peerdeck.blob;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.DagPb;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.MultiformatException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// What a block names, and what of a DAG is not held.
final class DagLinks {
  private DagLinks() {}

  /// The blocks that a block names, in order.
  ///
  /// @throws BlobException if the block has its right hash but is not what its codec says
  static List<Cid> of(Cid cid, byte[] block) {
    if (cid.codec() == Cid.RAW) {
      return List.of();
    }
    if (cid.codec() == Cid.DAG_PB) {
      return node(cid, block).links().stream().map(DagPb.Link::cid).toList();
    }
    if (cid.codec() == Cid.DAG_CBOR) {
      List<Cid> found = new ArrayList<>();
      collect(unsound(cid, () -> DagCbor.decode(block)), found);
      return found;
    }
    throw new BlobException(
        "block %s has codec 0x%x, which is not known here".formatted(cid, cid.codec()));
  }

  static DagPb.Node node(Cid cid, byte[] block) {
    return unsound(cid, () -> DagPb.decode(block));
  }

  static UnixFsNode unixFs(Cid cid, DagPb.Node node) {
    return unsound(cid, () -> UnixFsNode.decode(node.data().orElse(new byte[0])));
  }

  /// Whoever made such a block is to blame, not who passed it on.
  private static <T> T unsound(Cid cid, Supplier<T> decode) {
    try {
      return decode.get();
    } catch (MultiformatException e) {
      throw new BlobException("block " + cid + " is unsound: " + e.getMessage(), e);
    }
  }

  private static void collect(Ipld value, List<Cid> found) {
    switch (value) {
      case Ipld.Link(Cid cid) -> found.add(cid);
      case Ipld.List(var items) -> items.forEach(item -> collect(item, found));
      case Ipld.Map map -> map.fields().values().forEach(field -> collect(field, found));
      default -> {}
    }
  }

  /// The blocks of a DAG that are not held, as far as can be seen: below a missing node nothing is
  /// known.
  static List<Cid> missing(BlobStore store, Cid root, int maxBlocks) {
    List<Cid> missing = new ArrayList<>();
    Set<Cid> seen = new HashSet<>();
    Deque<Cid> open = new ArrayDeque<>(List.of(root));
    while (!open.isEmpty()) {
      Cid cid = open.pop();
      if (!seen.add(cid)) {
        continue;
      }
      if (seen.size() > maxBlocks) {
        throw new BlobException(
            "the content of " + root + " has more than " + maxBlocks + " blocks");
      }
      if (cid.codec() == Cid.RAW) {
        if (!store.has(cid)) {
          missing.add(cid);
        }
        continue;
      }
      Optional<byte[]> block = store.get(cid);
      if (block.isEmpty()) {
        missing.add(cid);
      } else {
        DagLinks.of(cid, block.get()).reversed().forEach(open::push);
      }
    }
    return missing;
  }
}
