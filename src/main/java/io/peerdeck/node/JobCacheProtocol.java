package io.peerdeck.node;

import io.peerdeck.libp2p.Host;
import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.libp2p.ProtocolBinding;
import io.peerdeck.libp2p.ProtocolBreach;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// `/peerdeck/job-cache/1.0.0`: asks a member which caches of a submitter it holds.
///
/// The asker sends one frame `{submitter: text, keys: [text], version: text}` with at most 10 keys
/// and gets one frame `{caches: [{key: text, version: text, root: link, bytes: int, at: int}]}`,
/// newest first, at most 50. The files are then fetched by CID as any content.
final class JobCacheProtocol implements ProtocolBinding {
  static final String ID = "/peerdeck/job-cache/1.0.0";
  private static final int MAX_KEYS = 10;
  private static final int MAX_CACHES = 50;
  private static final int MAX_REQUEST = 16 << 10;
  private static final int MAX_ANSWER = 256 << 10;
  private static final Duration TIME = Duration.ofSeconds(3);

  private final JobCaches caches;

  JobCacheProtocol(JobCaches caches) {
    this.caches = caches;
  }

  @Override
  public List<String> protocols() {
    return List.of(ID);
  }

  @Override
  public void handle(Stream stream) {
    Optional<Ipld.Map> request = new IpldFrames(stream, MAX_REQUEST).read();
    if (request.isEmpty()) {
      return;
    }
    PeerId submitter = asked(() -> PeerId.parse(request.get().text("submitter")));
    List<String> keys = asked(() -> request.get().list("keys").texts());
    String version = asked(() -> JobCache.bounded(request.get().text("version")));
    List<Ipld.Map> found =
        caches
            .matching(submitter, keys.subList(0, Math.min(keys.size(), MAX_KEYS)), version)
            .stream()
            .limit(MAX_CACHES)
            .map(JobCache::toIpld)
            .toList();
    new IpldFrames(stream, MAX_ANSWER).write(Ipld.map().put("caches", found).build());
    stream.closeWrite();
  }

  private static <T> T asked(Supplier<T> parse) {
    return ProtocolBreach.reading("a request", parse);
  }

  /// Asks a connected peer; what does not fit the question is left out.
  static List<JobCache> ask(
      Host host, PeerId peer, PeerId submitter, List<String> keys, String version) {
    try (Stream stream = host.newStream(peer, ID, TIME)) {
      stream.deadline(TIME);
      new IpldFrames(stream, MAX_REQUEST)
          .write(
              Ipld.map()
                  .put("submitter", submitter.toString())
                  .put("keys", keys.stream().map(Ipld.Text::new).toList())
                  .put("version", version)
                  .build());
      stream.closeWrite();
      return new IpldFrames(stream, MAX_ANSWER)
              .read()
              .map(answer -> JobCache.read(answer.list("caches"), MAX_CACHES))
              .orElse(List.of())
              .stream()
              .filter(cache -> cache.version().equals(version))
              .filter(cache -> keys.stream().anyMatch(cache.key()::startsWith))
              .toList();
    }
  }
}
