package io.peerdeck.node;

import io.peerdeck.blob.BlobException;
import io.peerdeck.blob.UnixFsEntry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.MultiformatException;
import java.nio.file.Path;
import java.util.List;

/// Artifacts as callers list and save them.
final class ArtifactDesk {
  private final NodeRooms rooms;

  ArtifactDesk(NodeRooms rooms) {
    this.rooms = rooms;
  }

  List<Path> save(String cid, Path folder) {
    Cid root = root(cid);
    return Refusals.telling(() -> rooms.files.exportFolder(root, folder));
  }

  List<ArtifactFile> files(String cid) {
    Cid root = root(cid);
    return Refusals.telling(
        () ->
            rooms.files.files(root).stream()
                .filter(entry -> entry.kind() == UnixFsEntry.Kind.FILE)
                .map(entry -> new ArtifactFile(entry.path(), entry.bytes(), entry.cid().toString()))
                .toList());
  }

  /// An artifact's root, a folder, with all its blocks here.
  private Cid root(String text) {
    try {
      Cid root = Cid.parse(text);
      rooms.traffic.fetch(root, List.of());
      rooms.files.files(root);
      return root;
    } catch (MultiformatException e) {
      throw new NodeException(
          NodeException.Reason.INVALID, "`" + text + "` is not a CID: " + e.getMessage() + ".", e);
    } catch (BlobException e) {
      throw new NodeException(
          NodeException.Reason.INVALID, text + " is no artifact: " + e.getMessage() + ".", e);
    }
  }
}
