package io.peerdeck.node;

import io.peerdeck.blob.UnixFs;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.runner.ArtifactPort;
import io.peerdeck.runner.ArtifactRef;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// The artifacts a job can reach, in the content store: those of the results it rests on, and its
/// own.
final class RunArtifacts implements ArtifactPort {
  private final UnixFs files;
  private final Consumer<Cid> fetch;
  private final Map<String, Cid> reachable;

  /// @param reachable artifacts of consumed results, by name
  /// @param fetch makes all blocks below a root held here, or throws saying why it cannot
  RunArtifacts(UnixFs files, Map<String, Cid> reachable, Consumer<Cid> fetch) {
    this.files = files;
    this.reachable = new TreeMap<>(reachable);
    this.fetch = fetch;
  }

  @Override
  public ArtifactRef upload(String name, Path root, List<Path> paths) {
    Cid cid = files.importFiles(root, paths);
    reachable.put(name, cid);
    return new ArtifactRef(name, cid.toString(), files.size(cid));
  }

  @Override
  public List<String> names() {
    return List.copyOf(reachable.keySet());
  }

  @Override
  public void download(String name, Path folder) {
    Cid cid = reachable.get(name);
    if (cid == null) {
      throw new NodeException(
          NodeException.Reason.NOT_FOUND, "This run has no artifact \"" + name + "\" yet.");
    }
    fetch.accept(cid);
    files.exportFolder(cid, folder);
  }
}
