package io.peerdeck.clock;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Blocks from others: checks them in parallel, gives them their places in order, keeps those that
/// wait.
final class Admission<V> {
  private static final int CHUNK = 1024;
  private static final int REFUSED_KEPT = 10_000;

  private final Ledger<V> ledger;
  private final SignatureChecks checks;
  private final Predicate<Cid> held;
  private final VerifyKeys keys = new VerifyKeys();
  private final PendingPool pool = new PendingPool();
  private final Cache<Cid, String> refused =
      Caffeine.newBuilder().maximumSize(REFUSED_KEPT).executor(Runnable::run).build();

  /// @param held whether an entry is on disk
  Admission(Ledger<V> ledger, SignatureChecks checks, Predicate<Cid> held) {
    this.ledger = ledger;
    this.checks = checks;
    this.held = held;
  }

  AdmissionReport admit(Optional<PeerId> source, List<byte[]> blocks) {
    Tally tally = new Tally();
    CompletableFuture<@Nullable Void> durable = CompletableFuture.completedFuture(null);
    for (int at = 0; at < blocks.size(); at += CHUNK) {
      List<Check> chunk =
          blocks.subList(at, Math.min(blocks.size(), at + CHUNK)).stream().map(Check::new).toList();
      List<Future<?>> started = checks.start(chunk, this::check);
      SignatureChecks.await(started);
      CompletableFuture<@Nullable Void> written =
          ledger.change(dag -> place(dag, source, chunk, tally)).durable();
      durable = CompletableFuture.allOf(durable, written);
    }
    try {
      durable.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof ClockException why
          ? why
          : new ClockException("not written: " + e.getMessage(), e);
    }
    return tally.report();
  }

  /// The ancestors that are waited for on behalf of `source`.
  Set<Cid> missing(Optional<PeerId> source) {
    return ledger.inspect(() -> pool.missing(source));
  }

  /// How many wait, and their bytes.
  long[] waiting() {
    return ledger.inspect(() -> new long[] {pool.size(), pool.bytes()});
  }

  private void check(Check check) {
    check.cid = Cid.of(Cid.DAG_CBOR, check.block);
    try {
      Entry entry = EntryCodec.read(check.cid, check.block);
      if (mayBeHeld(entry) && held.test(check.cid)) {
        check.duplicate = true;
        return;
      }
      EntryCodec.checkSignature(entry, keys);
      check.entry = entry;
    } catch (ClockException e) {
      check.fault = String.valueOf(e.getMessage());
    }
  }

  /// False when the entry lies beyond all that is held of its author; saves the look into the file.
  private boolean mayBeHeld(Entry entry) {
    return ledger.state().branches().of(entry.author()).stream()
        .anyMatch(branch -> branch.tip().seq() >= entry.seq());
  }

  private @Nullable Void place(
      Dag<V> dag, Optional<PeerId> source, List<Check> chunk, Tally tally) {
    for (Check check : chunk) {
      if (check.duplicate) {
        tally.duplicates++;
      } else if (check.entry == null) {
        refuse(source, check.cid(), check.fault, tally);
      } else {
        place(dag, source, check.entry, tally);
      }
    }
    tally.missing.addAll(pool.missing(source));
    return null;
  }

  private void place(Dag<V> dag, Optional<PeerId> source, Entry first, Tally tally) {
    Deque<PendingPool.Sent> ready = new ArrayDeque<>();
    ready.add(new PendingPool.Sent(source, first));
    while (!ready.isEmpty()) {
      PendingPool.Sent next = ready.remove();
      Entry entry = next.entry();
      switch (dag.place(entry)) {
        case Placement.Placed placed -> {
          tally.admitted.add(entry);
          ready.addAll(pool.release(entry.cid()));
        }
        case Placement.Duplicate duplicate -> tally.duplicates++;
        case Placement.Refused(String reason) -> refuse(next.source(), entry.cid(), reason, tally);
        case Placement.Missing(Set<Cid> missing) -> keep(next.source(), entry, missing, tally);
      }
    }
  }

  private void keep(Optional<PeerId> source, Entry entry, Set<Cid> missing, Tally tally) {
    for (Cid ancestor : missing) {
      if (refused.getIfPresent(ancestor) != null) {
        refuse(source, entry.cid(), "it descends from the refused " + ancestor, tally);
        return;
      }
    }
    if (pool.add(source, entry, missing)) {
      tally.pending++;
    } else {
      tally.dropped++;
    }
  }

  private void refuse(Optional<PeerId> source, Cid cid, String reason, Tally tally) {
    Deque<Refusal> next = new ArrayDeque<>(List.of(new Refusal(cid, reason, source)));
    while (!next.isEmpty()) {
      Refusal refusal = next.remove();
      refused.put(refusal.cid(), refusal.reason());
      tally.refused.add(refusal);
      for (PendingPool.Sent lost : pool.discardWaiters(refusal.cid())) {
        next.add(
            new Refusal(
                lost.entry().cid(),
                "it descends from the refused " + refusal.cid(),
                lost.source()));
      }
    }
  }

  /// One block on its way through the check.
  private static final class Check {
    private final byte[] block;
    private @Nullable Cid cid;
    private @Nullable Entry entry;
    private String fault = "";
    private boolean duplicate;

    Check(byte[] block) {
      this.block = block;
    }

    Cid cid() {
      return cid == null ? Cid.of(Cid.DAG_CBOR, block) : cid;
    }
  }

  private static final class Tally {
    private final List<Entry> admitted = new ArrayList<>();
    private final Set<Cid> missing = new HashSet<>();
    private final List<Refusal> refused = new ArrayList<>();
    private int duplicates;
    private int pending;
    private int dropped;

    AdmissionReport report() {
      return new AdmissionReport(admitted, duplicates, pending, missing, dropped, refused);
    }
  }
}
