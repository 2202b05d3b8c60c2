package io.peerdeck.libp2p.gossip;

import io.peerdeck.multiformats.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes each RPC through the router: signatures are checked on the thread that read it, validators
/// run beside, a bounded number at once. While too many messages wait for their validators, readers
/// wait, and with them the peers that send so much.
final class Intake {
  private static final Logger LOG = LoggerFactory.getLogger(Intake.class);

  private final Router router;
  private final PeerExchange exchange;
  private final StrictSign policy = new StrictSign();
  private final Map<String, Inbox> inboxes = new ConcurrentHashMap<>();
  private final Semaphore waiting;
  private final Semaphore running;
  private final Duration patience;

  Intake(Router router, GossipConfig config) {
    this.router = router;
    this.exchange = config.exchange();
    this.waiting = new Semaphore(config.limits().validations());
    this.running = new Semaphore(config.limits().validators(), true);
    this.patience = config.limits().validationWait();
  }

  /// Whom a topic's messages go to. False if the topic has somebody already.
  boolean open(String topic, Inbox inbox) {
    return inboxes.putIfAbsent(topic, inbox) == null;
  }

  /// False if it was closed already.
  boolean close(String topic, Inbox inbox) {
    inbox.close();
    return inboxes.remove(topic, inbox);
  }

  void close() {
    inboxes.forEach(this::close);
  }

  /// Works through one RPC.
  void take(PeerId from, Rpc rpc) throws InterruptedException {
    Optional<List<Message>> fresh = router.heard(from, rpc);
    if (fresh.isEmpty()) {
      return;
    }
    try {
      for (Message message : fresh.get()) {
        Optional<GossipMessage> sound = router.checked(from, message, policy.check(message));
        if (sound.isPresent()) {
          validate(sound.get(), message);
        }
      }
    } catch (InterruptedException | RuntimeException e) {
      router.unchecked(fresh.get());
      throw e;
    }
    for (Rpc.Candidate candidate : router.controlled(from, rpc)) {
      try {
        exchange.offered(from, candidate.peer(), candidate.signedRecord());
      } catch (RuntimeException e) {
        LOG.warn("a peer offered by {} cannot be taken", from, e);
      }
    }
  }

  private void validate(GossipMessage sound, Message message) throws InterruptedException {
    @Nullable Inbox inbox = inboxes.get(sound.topic());
    if (inbox == null) {
      router.judged(sound, message, Verdict.IGNORE);
    } else if (inbox.validator() == Validator.NONE) {
      judged(sound, message, Verdict.ACCEPT, inbox);
    } else if (waiting.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      Thread.ofVirtual()
          .name("gossip-validate")
          .start(
              () -> {
                try {
                  judged(sound, message, verdict(sound, inbox.validator()), inbox);
                } finally {
                  waiting.release();
                }
              });
    } else {
      LOG.debug("no time to validate a message on {}", sound.topic());
      router.judged(sound, message, Verdict.IGNORE);
    }
  }

  private Verdict verdict(GossipMessage sound, Validator validator) {
    running.acquireUninterruptibly();
    try {
      return validator.validate(sound);
    } catch (RuntimeException e) {
      LOG.warn("the validator of {} failed", sound.topic(), e);
      return Verdict.IGNORE;
    } finally {
      running.release();
    }
  }

  private void judged(GossipMessage sound, Message message, Verdict verdict, Inbox inbox) {
    if (router.judged(sound, message, verdict) && !inbox.deliver(sound)) {
      router.lost(sound.topic());
    }
  }
}
