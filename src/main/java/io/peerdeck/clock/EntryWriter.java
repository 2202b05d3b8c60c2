package io.peerdeck.clock;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.Ipld;
import io.peerdeck.multiformats.KeyPair;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signs this peer's own entries and puts them into the ledger.
final class EntryWriter<V> {
  private static final Logger LOG = LoggerFactory.getLogger(EntryWriter.class);

  private final Ledger<V> ledger;
  private final KeyPair self;
  private final InstantSource wall;

  EntryWriter(Ledger<V> ledger, KeyPair self, InstantSource wall) {
    this.ledger = ledger;
    this.self = self;
    this.wall = wall;
  }

  Entry createFleet(Ipld.Map body) {
    Entry genesis =
        EntryCodec.sign(
            self,
            Optional.empty(),
            0,
            Optional.empty(),
            List.of(),
            0,
            wall.millis(),
            "fleet.created",
            "fleet",
            body);
    await(
        ledger.change(
            dag -> {
              dag.follow(genesis.cid());
              return placed(dag, genesis);
            }));
    return genesis;
  }

  void adoptFleet(Cid genesis) {
    if (ledger.state().fleet().filter(genesis::equals).isPresent()) {
      return;
    }
    await(
        ledger.change(
            dag -> {
              dag.follow(genesis);
              return true;
            }));
  }

  CompletableFuture<Entry> append(String kind, String key, Ipld.Map body) {
    CompletableFuture<Entry> written = new CompletableFuture<>();
    ledger.change(
        dag -> {
          Entry entry = placed(dag, dag.sign(self, kind, key, body, wall.millis()));
          dag.batch().tell(written, entry);
          return true;
        });
    return written;
  }

  CompletableFuture<List<Entry>> append(String key, Saying first, Function<Cid, Saying> next) {
    CompletableFuture<List<Entry>> written = new CompletableFuture<>();
    ledger.change(
        dag -> {
          long ts = wall.millis();
          Entry entry = placed(dag, dag.sign(self, first.kind(), key, first.body(), ts));
          List<Entry> entries = new ArrayList<>(List.of(entry));
          try {
            Saying then = next.apply(entry.cid());
            entries.add(placed(dag, dag.sign(self, then.kind(), key, then.body(), ts)));
          } catch (ClockException refused) {
            LOG.warn("only the first of two entries is written: {}", refused.getMessage());
          }
          dag.batch().tell(written, List.copyOf(entries));
          return true;
        });
    return written;
  }

  Entry draft(String kind, String key, Ipld.Map body, long ts) {
    return ledger.change(dag -> dag.sign(self, kind, key, body, ts)).result();
  }

  CompletableFuture<Optional<Entry>> appendDraft(Entry draft) {
    if (!draft.author().equals(self.peerId())) {
      throw new ClockException(
          "a draft of " + draft.author() + " cannot be appended by " + self.peerId());
    }
    CompletableFuture<Optional<Entry>> written = new CompletableFuture<>();
    ledger.change(
        dag -> {
          Optional<Cid> tip = Optional.ofNullable(dag.tipOf(self.peerId())).map(DagNode::cid);
          if (tip.equals(draft.prev())) {
            dag.batch().tell(written, Optional.of(placed(dag, draft)));
          } else {
            written.complete(Optional.empty());
          }
          return true;
        });
    return written;
  }

  private Entry placed(Dag<V> dag, Entry entry) {
    return switch (dag.place(entry)) {
      case Placement.Placed placed -> entry;
      case Placement.Duplicate duplicate ->
          throw new ClockException("entry " + entry.cid() + " is held already");
      case Placement.Missing missing ->
          throw new ClockException(
              "ancestors of " + entry.cid() + " are not held: " + missing.ancestors());
      case Placement.Refused refused ->
          throw new ClockException("not written: " + refused.reason());
    };
  }

  private static void await(Ledger.Change<?> change) {
    try {
      change.durable().join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof ClockException why
          ? why
          : new ClockException("not written: " + e.getMessage(), e);
    }
  }
}
