package io.peerdeck.node;

import static io.peerdeck.fuzz.FuzzTarget.refusing;

import io.peerdeck.blob.BlobStore;
import io.peerdeck.blob.UnixFs;
import io.peerdeck.fuzz.BytesStream;
import io.peerdeck.fuzz.FuzzConnection;
import io.peerdeck.fuzz.FuzzFolder;
import io.peerdeck.fuzz.FuzzTarget;
import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.libp2p.Libp2pException;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.PeerdeckException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// The decoders of logs.
public final class LogTargets {
  private static final Cid CLAIM = Cid.of(Cid.DAG_CBOR, new byte[] {1});

  private LogTargets() {}

  /// All of them.
  public static List<FuzzTarget> all() {
    return List.of(
        refusing(
            "log-request",
            Libp2pException.class,
            input -> Shelf.PROTOCOL.handle(FuzzConnection.stream(input)),
            frame(
                Ipld.map()
                    .put("claim", CLAIM)
                    .put("from", 0)
                    .put("max", 100)
                    .put("wait", 0)
                    .build())),
        refusing(
            "log-answer",
            PeerdeckException.class,
            input ->
                LogProtocol.fetch(
                        FuzzConnection.stream(input), CLAIM, 0, 100, Duration.ofSeconds(1))
                    .ifPresent(LogTargets::check),
            frame(
                Ipld.map()
                    .put("found", true)
                    .put("records", new byte[] {1, 2})
                    .put("start", 0)
                    .put("next", 2)
                    .put("size", 2)
                    .put("end", true)
                    .put(
                        "steps",
                        Ipld.list(
                            List.of(
                                Ipld.map()
                                    .put("number", 1)
                                    .put("name", "build")
                                    .put("status", "success")
                                    .put("millis", 5)
                                    .put("start", 1_700_000_000_000L)
                                    .build())))
                    .build())));
  }

  private static void check(LogProtocol.Answer answer) {
    for (TaskView.StepView step : answer.steps()) {
      if (step.millis() < 0 || step.number() < 1) {
        throw new AssertionError("no step is like " + step);
      }
    }
    if (answer.part().next() < 0 || answer.part().size() < 0 || answer.part().start() < 0) {
      throw new AssertionError("no log has such positions: " + answer.part());
    }
  }

  private static byte[] frame(Ipld.Map map) {
    BytesStream stream = FuzzConnection.stream(new byte[0]);
    new IpldFrames(stream, 1 << 20).write(map);
    return stream.written();
  }

  /// A shelf without logs, made when it is first needed.
  private static final class Shelf {
    private static final LogProtocol PROTOCOL = protocol();

    private static LogProtocol protocol() {
      Path folder = FuzzFolder.fresh();
      return new LogProtocol(
          new LogShelf(folder.resolve("logs"), new UnixFs(BlobStore.open(folder.resolve("blobs")))),
          claim -> List.of());
    }
  }
}
