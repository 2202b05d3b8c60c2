package io.peerdeck.blob;

import static io.peerdeck.fuzz.FuzzTarget.refusing;
import static io.peerdeck.fuzz.FuzzTarget.same;

import io.peerdeck.blob.SourceArchive.Bounds;
import io.peerdeck.blob.SourceArchive.Form;
import io.peerdeck.blob.SourceArchive.Unpacked;
import io.peerdeck.fuzz.BytesStream;
import io.peerdeck.fuzz.FuzzConnection;
import io.peerdeck.fuzz.FuzzFolder;
import io.peerdeck.fuzz.FuzzTarget;
import io.peerdeck.libp2p.FrameDeadline;
import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerdeckException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/// The decoders of content.
public final class BlobTargets {
  private static final byte[] HELD = {1, 2, 3};
  private static final Bounds LITTLE = new Bounds(1 << 20, 1 << 20, 100);
  private static final Cid LINK = Cid.of(Cid.RAW, HELD);
  private static final Cid WANTED = Cid.of(Cid.DAG_PB, new byte[] {9});

  private BlobTargets() {}

  /// All of them.
  public static List<FuzzTarget> all() {
    return List.of(
        refusing(
            "source-archive",
            ArchiveException.class,
            BlobTargets::unpack,
            tar("top/a.txt", 5),
            tar("top/" + "long/".repeat(30) + "name", 1000)),
        refusing(
            "unixfs",
            MultiformatException.class,
            BlobTargets::unixFs,
            UnixFsNode.file(List.of(3L, 4L), 0644).encode(),
            UnixFsNode.inline(HELD, 0).encode(),
            UnixFsNode.DIRECTORY.encode()),
        refusing(
            "blob-requests",
            PeerdeckException.class,
            BlobTargets::serve,
            frames(
                Ipld.map()
                    .put("type", "want")
                    .put("root", LINK)
                    .put("wants", Ipld.links(List.of(LINK, WANTED)))
                    .build(),
                Ipld.map().put("type", "have").put("root", LINK).build(),
                Ipld.map().put("type", "push").put("root", WANTED).put("bytes", 3).build())),
        refusing(
            "blob-answers",
            PeerdeckException.class,
            BlobTargets::fetch,
            frames(Ipld.map().put("cid", WANTED).build())));
  }

  private static byte[] frames(Ipld.Map... maps) {
    BytesStream stream = FuzzConnection.stream(new byte[0]);
    IpldFrames frames = new IpldFrames(stream, BlobLimits.MAX_ANSWER);
    for (Ipld.Map map : maps) {
      frames.write(map);
    }
    return stream.written();
  }

  private static void unixFs(byte[] input) {
    UnixFsNode node = UnixFsNode.decode(input);
    byte[] canonical = node.encode();
    same(UnixFsNode.decode(canonical).encode(), canonical, "a UnixFS node written twice");
  }

  private static byte[] tar(String name, int size) {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(packed)) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      TarArchiveEntry entry = new TarArchiveEntry(name);
      entry.setSize(size);
      tar.putArchiveEntry(entry);
      tar.write(new byte[size]);
      tar.closeArchiveEntry();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return packed.toByteArray();
  }

  /// What it says it wrote is what lies there, and nothing lies beside.
  private static void unpack(byte[] input) throws IOException {
    Path beside = FuzzFolder.fresh();
    try {
      Path folder = Files.createDirectory(beside.resolve("in"));
      Unpacked unpacked =
          SourceArchive.unpack(new ByteArrayInputStream(input), Form.TAR, folder, 1, LITTLE);
      try (Stream<Path> all = Files.walk(beside)) {
        long files = all.filter(Files::isRegularFile).count();
        same(files, (long) unpacked.files(), "files");
      }
    } finally {
      FuzzFolder.delete(beside);
    }
  }

  private static void serve(byte[] input) {
    Peer.THE.serve(FuzzConnection.stream(input));
  }

  private static void fetch(byte[] input) {
    Peer.THE.fetch(FuzzConnection.stream(input));
  }

  /// A store with one block, made when it is first needed.
  private static final class Peer {
    private static final Peer THE = new Peer();

    private final BlobStore store = BlobStore.open(FuzzFolder.fresh());
    private final Transfers transfers = new Transfers(Instant::now, () -> 0);
    private final PushPolicy policy = (peer, root, bytes) -> Optional.of("not now");
    private final BlobExchange exchange =
        new BlobExchange(
            store,
            (peer, protocol, timeout) -> {
              throw new Libp2pException("nobody is there");
            },
            transfers,
            BlobLimits.standard(),
            policy,
            FetchEar.NONE);

    Peer() {
      try (BlobBatch batch = store.batch()) {
        batch.put(LINK, HELD);
        batch.commit();
      }
    }

    void serve(BytesStream stream) {
      new BlobServer(store, exchange, BlobLimits.standard(), transfers, policy, stream).run();
    }

    void fetch(BytesStream stream) {
      Transfer transfer =
          transfers.begin(WANTED, TransferState.Direction.IN, FuzzConnection.KEY.peerId());
      try {
        List<Cid> absent =
            new DagFetch(
                    store,
                    BlobLimits.standard(),
                    WANTED,
                    transfer,
                    transfers,
                    new FrameDeadline(stream, () -> 0),
                    Long.MAX_VALUE,
                    () -> {})
                .run();
        same(absent, List.of(WANTED), "what is absent");
      } finally {
        transfer.failed("fuzz");
      }
      if (store.has(WANTED)) {
        throw new AssertionError("a block was stored that has another hash");
      }
    }
  }
}
