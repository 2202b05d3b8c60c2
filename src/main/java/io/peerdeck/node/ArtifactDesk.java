package io.peerdeck.node;

import io.peerdeck.blob.BlobException;
import io.peerdeck.blob.UnixFsEntry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.MultiformatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// Artifacts as callers list and save them.
final class ArtifactDesk {
  private static final int MOST_HEAD = 16 << 20;

  private final NodeRooms rooms;

  ArtifactDesk(NodeRooms rooms) {
    this.rooms = rooms;
  }

  List<Path> save(String cid, Path folder) {
    Cid root = root(cid);
    try {
      return rooms.files.exportFolder(root, folder);
    } catch (BlobException e) {
      if (e.getCause() instanceof IOException cause && DiskError.isOfPlace(cause)) {
        throw new NodeException(
            NodeException.Reason.REFUSED,
            "The artifact cannot be saved in "
                + folder
                + ": "
                + DiskError.why(cause)
                + "; name another folder.",
            e);
      }
      return Refusals.telling(
          () -> {
            throw e;
          });
    }
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

  byte[] head(String cid, int maxBytes) {
    HeadOutput head = new HeadOutput(Math.clamp(maxBytes, 0, MOST_HEAD));
    try {
      Cid file = Cid.parse(cid);
      rooms.traffic.fetch(file, List.of());
      rooms.files.exportFile(file, head);
    } catch (MultiformatException e) {
      throw new NodeException(
          NodeException.Reason.INVALID, "`" + cid + "` is not a CID: " + e.getMessage() + ".", e);
    } catch (BlobException e) {
      if (!head.full()) {
        throw new NodeException(
            NodeException.Reason.INVALID, cid + " is no file: " + e.getMessage() + ".", e);
      }
    }
    return head.bytes();
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
