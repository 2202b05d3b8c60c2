package io.peerdeck.node;

import io.peerdeck.blob.ArchiveException;
import io.peerdeck.blob.SourceArchive;
import io.peerdeck.blob.SourceArchive.Bounds;
import io.peerdeck.blob.SourceArchive.Form;
import io.peerdeck.clock.Entry;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import io.peerdeck.workflow.ActionReference;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;

/// Third-party actions the fleet keeps: entries of the clock that name, for a repository at a
/// commit, the CID of its files. Of two entries for one commit the first in order holds, so the
/// bytes behind a pinned name do not change, until an operator removes it.
final class VendoredActions {
  private static final Bounds BOUNDS = new Bounds(256L << 20, 256L << 20, 20_000);
  private static final String KIND = "action.vendored";
  private static final String REMOVED = "action.removed";
  private static final String KINDS = "action.";
  private static final String KEY = "action";

  private final NodeRooms rooms;
  private final FleetEntrance entrance;
  private final PeerNames names;

  VendoredActions(NodeRooms rooms, FleetEntrance entrance, PeerNames names) {
    this.rooms = rooms;
    this.entrance = entrance;
    this.names = names;
  }

  /// All, in the clock's order.
  List<VendoredAction> all() {
    Map<String, VendoredAction> all = new LinkedHashMap<>();
    for (Entry entry : rooms.clock.entriesOf(KEY, KINDS)) {
      if (rooms.effect.hasEffect(entry)) {
        fold(entry, all);
      }
    }
    return List.copyOf(all.values());
  }

  private void fold(Entry entry, Map<String, VendoredAction> all) {
    switch (entry.kind()) {
      case KIND -> read(entry).ifPresent(action -> all.putIfAbsent(action.uses(), action));
      case REMOVED ->
          // Only the files that were meant: others may have been vendored meanwhile.
          read(entry)
              .filter(
                  gone ->
                      Optional.ofNullable(all.get(gone.uses()))
                          .filter(known -> known.folder().equals(gone.folder()))
                          .isPresent())
              .ifPresent(gone -> all.remove(gone.uses()));
      default -> {} // of a later version
    }
  }

  /// The files of those that are kept.
  Set<Cid> folders() {
    return all().stream().map(action -> Cid.parse(action.folder())).collect(Collectors.toSet());
  }

  /// The files of those that were removed.
  Set<Cid> removed() {
    Set<Cid> removed = new HashSet<>();
    for (Entry entry : rooms.clock.entriesOf(KEY, REMOVED)) {
      read(entry).ifPresent(action -> removed.add(Cid.parse(action.folder())));
    }
    removed.removeAll(folders());
    return removed;
  }

  /// Removes an action from the fleet; runs that were submitted with it still have it.
  void remove(String uses) {
    String pinned =
        ActionReference.Vendored.parse(uses).map(ActionReference.Vendored::pinned).orElse(uses);
    VendoredAction known =
        all().stream()
            .filter(action -> action.uses().equals(pinned))
            .findFirst()
            .orElseThrow(
                () ->
                    new NodeException(
                        NodeException.Reason.NOT_FOUND,
                        "The fleet keeps no action `" + uses + "`."));
    write(REMOVED, known.uses(), Cid.parse(known.folder()), known.files(), known.bytes());
  }

  private Optional<VendoredAction> read(Entry entry) {
    try {
      Ipld.Map body = entry.body();
      return ActionReference.Vendored.parse(body.text("uses"))
          .filter(uses -> uses.path().isEmpty())
          .map(
              uses ->
                  new VendoredAction(
                      uses.pinned(),
                      body.link("folder").toString(),
                      body.integer("files", 0, Integer.MAX_VALUE),
                      body.integer("bytes"),
                      names.ref(entry.author())));
    } catch (PeerdeckException unreadable) {
      return Optional.empty(); // has no effect, like an entry of an unknown kind
    }
  }

  /// The files of a pinned action.
  Optional<Cid> find(String pinned) {
    return all().stream()
        .filter(action -> action.uses().equals(pinned))
        .findFirst()
        .map(action -> Cid.parse(action.folder()));
  }

  /// The same with its files here, fetched from who vendored it or other members.
  Optional<Cid> held(String pinned) {
    for (VendoredAction action : all()) {
      if (action.uses().equals(pinned)) {
        Cid folder = Cid.parse(action.folder());
        if (!rooms.files.holds(folder)) {
          rooms.traffic.fetch(folder, List.of(PeerId.parse(action.by().id())));
        }
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  /// Stores the files of a folder or an archive as those of `owner/repo@sha`.
  VendoredAction vendor(String uses, Path source) {
    ActionReference.Vendored pinned =
        ActionReference.Vendored.parse(uses)
            .filter(action -> action.path().isEmpty())
            .orElseThrow(
                () ->
                    new NodeException(
                        NodeException.Reason.INVALID,
                        "`"
                            + uses
                            + "` names no commit: write owner/repo@SHA with all 40 digits."));
    Path temporary = rooms.folder.root().resolve("vendoring");
    try {
      if (Files.isDirectory(source)) {
        return store(pinned, source.toRealPath());
      }
      Form form =
          Form.of(source)
              .filter(known -> Files.isRegularFile(source))
              .orElseThrow(
                  () ->
                      new NodeException(
                          NodeException.Reason.INVALID,
                          source + " is no folder and no archive (.zip, .tar, .tar.gz, .tgz)."));
      Files.createDirectories(temporary);
      Path unpacked = Files.createTempDirectory(temporary, "action");
      try {
        unpack(source, form, unpacked.toRealPath());
        return store(pinned, only(unpacked.toRealPath()));
      } finally {
        delete(unpacked);
      }
    } catch (IOException e) {
      throw new NodeException(
          NodeException.Reason.INVALID, source + " cannot be read: " + DiskError.why(e) + ".", e);
    }
  }

  private static void unpack(Path archive, Form form, Path into) throws IOException {
    try (InputStream packed = Files.newInputStream(archive)) {
      if (SourceArchive.unpack(packed, form, into, 0, BOUNDS).links() > 0) {
        throw new NodeException(
            NodeException.Reason.INVALID,
            "The archive is not taken: it holds links; only files and folders are vendored.");
      }
    } catch (ArchiveException e) {
      throw new NodeException(
          NodeException.Reason.INVALID, "The archive is not taken: " + e.getMessage() + ".", e);
    }
  }

  /// Archives of a commit hold everything in one folder.
  private static Path only(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      List<Path> all = entries.limit(2).toList();
      return all.size() == 1 && Files.isDirectory(all.getFirst()) ? all.getFirst() : folder;
    }
  }

  private VendoredAction store(ActionReference.Vendored pinned, Path root) throws IOException {
    List<Path> files = new ArrayList<>();
    long[] bytes = {0};
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return folder.endsWith(".git")
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (!attributes.isRegularFile()) {
              throw new NodeException(
                  NodeException.Reason.INVALID,
                  file + " is a link or a device; only files and folders are vendored.");
            }
            files.add(root.relativize(file));
            bytes[0] += attributes.size();
            if (files.size() > BOUNDS.entries() || bytes[0] > BOUNDS.bytes()) {
              throw new NodeException(
                  NodeException.Reason.INVALID,
                  root
                      + " has more than "
                      + BOUNDS.entries()
                      + " files or "
                      + (BOUNDS.bytes() >> 20)
                      + " MiB; vendor the action's repository alone.");
            }
            return FileVisitResult.CONTINUE;
          }
        });
    entrance.awaitMember();
    Cid folder = Refusals.telling(() -> rooms.files.importFiles(root, files));
    Optional<Cid> known = find(pinned.pinned());
    if (known.isPresent() && !known.get().equals(folder)) {
      throw new NodeException(
          NodeException.Reason.REFUSED,
          pinned.pinned()
              + " is vendored with other files already ("
              + known.get()
              + "); a commit never changes, so one of the two is not that commit.");
    }
    if (known.isEmpty()) {
      write(KIND, pinned.pinned(), folder, files.size(), bytes[0]);
    }
    return all().stream()
        .filter(action -> action.uses().equals(pinned.pinned()))
        .findFirst()
        .orElseThrow(
            () ->
                new NodeException(
                    NodeException.Reason.REFUSED,
                    "Only an operator of the fleet may vendor actions."));
  }

  private void write(String kind, String uses, Cid folder, int files, long bytes) {
    if (!rooms.clock.currentView().may(rooms.clock.self(), kind)) {
      throw new NodeException(
          NodeException.Reason.REFUSED,
          "Only an operator of the fleet may vendor and remove actions.");
    }
    Ipld.Map body =
        Ipld.map()
            .put("uses", uses)
            .put("folder", folder)
            .put("files", files)
            .put("bytes", bytes)
            .build();
    try {
      rooms.clock.append(kind, KEY, body).join();
    } catch (CompletionException e) {
      throw new NodeException(
          NodeException.Reason.FAILED, "The entry could not be written: " + e.getMessage(), e);
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var all = Files.walk(folder)) {
      for (Path each : all.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(each);
      }
    }
  }
}
