package io.peerdeck.fleet;

import io.peerdeck.clock.MerkleClock;
import io.peerdeck.libp2p.IpldFrames;
import io.peerdeck.libp2p.ProtocolBinding;
import io.peerdeck.libp2p.ProtocolBreach;
import io.peerdeck.libp2p.Stream;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.Multiaddr;
import io.peerdeck.multiformats.MultiformatException;
import io.peerdeck.multiformats.PeerId;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/peerdeck/join/1.0.0`, the one protocol of the fleet that strangers reach: length-prefixed
/// DAG-CBOR maps of at most 8 KiB, all within 20 s.
///
/// - stranger: `{t: "ask", v: 1, name, addresses: [text], key?}`, with `key` (32 bytes) the public
///   key of its invitation's secret
/// - member, to a `key`: `{t: "challenge", fleet, nonce}`
/// - stranger: `{t: "proof", proof}`, a signature as [JoinBody] says
/// - member, at the end: `{t: "welcome", fleet}`, `{t: "waiting", fleet}` or `{t: "refused",
///   reason, lasting, again}` with the seconds to wait
///
/// Whether an invitation exists is told only to who proves its secret.
public final class JoinProtocol implements ProtocolBinding {
  /// The protocol id.
  public static final String ID = "/peerdeck/join/1.0.0";

  static final int MAX_FRAME = 8 * 1024;
  static final Duration WHOLE = Duration.ofSeconds(20);
  static final Duration FRAME = Duration.ofSeconds(10);
  private static final int AT_ONCE = 32;
  private static final Logger LOG = LoggerFactory.getLogger(JoinProtocol.class);

  private final MerkleClock<Roster> clock;
  private final Doorkeeper doorkeeper;
  private final JoinRequests requests;
  private final KnockLimit limit;
  private final SecureRandom random;
  private final Semaphore places = new Semaphore(AT_ONCE);

  /// @param requests where strangers without an invitation are put
  /// @param nanos a monotonic clock, for the rates
  public JoinProtocol(
      MerkleClock<Roster> clock,
      Fleet fleet,
      JoinRequests requests,
      InstantSource wall,
      LongSupplier nanos,
      SecureRandom random) {
    this.clock = clock;
    this.doorkeeper = new Doorkeeper(clock, fleet, wall);
    this.requests = requests;
    this.limit = new KnockLimit(nanos);
    this.random = random;
  }

  @Override
  public List<String> protocols() {
    return List.of(ID);
  }

  @Override
  public void handle(Stream stream) throws InterruptedException {
    IpldFrames frames = new IpldFrames(stream, MAX_FRAME);
    if (!places.tryAcquire()) {
      frames.write(refused(JoinRefusal.forNow("too many knock at once")));
      return;
    }
    CountDownLatch done = new CountDownLatch(1);
    Thread.ofVirtual().name("join-deadline").start(() -> cutAfterDeadline(stream, done));
    try {
      stream.deadline(FRAME);
      frames.write(answer(stream, frames));
    } catch (FleetException | MultiformatException | ProtocolBreach nonsense) {
      // A stranger's doing: it costs the stranger, and no line of this node's log.
      PeerId peer = stream.connection().remotePeer();
      limit.fault(peer, machine(stream));
      LOG.debug("{} does not speak {}: {}", peer, ID, nonsense.getMessage());
      stream.reset();
    } finally {
      done.countDown();
      places.release();
    }
  }

  private static void cutAfterDeadline(Stream stream, CountDownLatch done) {
    try {
      if (!done.await(WHOLE.toNanos(), TimeUnit.NANOSECONDS)) {
        stream.reset();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Ipld.Map answer(Stream stream, IpldFrames frames) {
    PeerId peer = stream.connection().remotePeer();
    Multiaddr from = stream.connection().remoteAddress();
    String machine = machine(stream);
    Optional<Duration> tooOften = limit.knock(peer, machine);
    if (tooOften.isPresent()) {
      return refused(JoinRefusal.after(tooOften.get(), "this node asks too often"));
    }
    Ipld.Map ask = expect(frames, "ask");
    Optional<JoinRefusal> closed = doorkeeper.closed();
    if (closed.isPresent()) {
      return refused(closed.get());
    }
    if (clock.currentView().isMember(peer)) {
      return said("welcome");
    }
    String name = MemberBody.name(ask.text("name"));
    List<Multiaddr> addresses = MemberBody.addresses(ask.list("addresses").texts(), peer);
    Optional<byte[]> key = ask.optBytes("key");
    if (key.isEmpty()) {
      return requests
          .ask(peer, name, from, addresses)
          .map(JoinProtocol::refused)
          .orElseGet(() -> said("waiting"));
    }
    byte[] nonce = new byte[JoinBody.NONCE];
    random.nextBytes(nonce);
    frames.write(said("challenge").toBuilder().put("nonce", nonce).build());
    byte[] proof = expect(frames, "proof").bytes("proof");
    Optional<JoinRefusal> refusal =
        doorkeeper.admit(
            key.get(), peer, name, addresses, nonce, proof, () -> limit.fault(peer, machine));
    if (refusal.isEmpty()) {
      requests.take(peer);
    }
    return refusal.map(JoinProtocol::refused).orElseGet(() -> said("welcome"));
  }

  private static String machine(Stream stream) {
    return stream.connection().remoteAddress().host().orElse("");
  }

  private Ipld.Map said(String type) {
    return Ipld.map().put("t", type).put("fleet", clock.fleet().orElseThrow()).build();
  }

  private static Ipld.Map refused(JoinRefusal refusal) {
    return Ipld.map()
        .put("t", "refused")
        .put("reason", refusal.reason())
        .put("lasting", refusal.lasting())
        .put("again", Math.max(1, refusal.again().toSeconds()))
        .build();
  }

  private static Ipld.Map expect(IpldFrames frames, String type) {
    Ipld.Map frame =
        frames
            .read()
            .orElseThrow(() -> new FleetException("the stream ended before '" + type + "'"));
    if (!frame.text("t").equals(type)) {
      throw new MultiformatException("'" + frame.text("t") + "' came where '" + type + "' belongs");
    }
    return frame;
  }
}
