package io.peerdeck.clock;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.peerdeck.multiformats.Cid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// Checks the stored clock from its bytes: each entry in itself (in parallel), then, in row order,
/// against its ancestors, and at the end the tips and heads that the tables claim.
///
/// Memory is bounded by the nodes lately met; an older ancestor is read from the file again, which
/// is sound because its row was compared with its block when it passed.
final class ClockVerifier<V> {
  private static final int CHUNK = 1024;
  private static final int MAX_PROBLEMS = 100;
  private static final int NODES = 50_000;

  private final EntryTable table;
  private final Views<V> views;
  private final ClockState state;
  private final SignatureChecks checks;
  private final VerifyKeys keys = new VerifyKeys();
  private final Cache<Cid, DagNode> nodes =
      Caffeine.newBuilder().maximumSize(NODES).executor(Runnable::run).build();
  private final Map<Integer, Long> tips = new HashMap<>();
  private final TreeMap<Cid, Long> heads = new TreeMap<>();
  private final List<String> problems = new ArrayList<>();
  private long checked;

  ClockVerifier(EntryTable table, Views<V> views, ClockState state, SignatureChecks checks) {
    this.table = table;
    this.views = views;
    this.state = state;
    this.checks = checks;
  }

  VerifyReport run(VerifyProgress progress) {
    long started = System.nanoTime();
    List<Item> current = startAfter(0);
    while (!current.isEmpty()) {
      List<Item> next = startAfter(current.get(current.size() - 1).row.node().row());
      for (Item item : current) {
        SignatureChecks.await(item.started);
        verify(item);
      }
      progress.checked(checked, state.rows());
      current = next;
    }
    verifyEdge();
    return new VerifyReport(checked, problems, (System.nanoTime() - started) / 1_000_000);
  }

  private List<Item> startAfter(long row) {
    List<Item> items =
        table.rawSince(row, CHUNK).stream()
            .filter(raw -> raw.node().row() <= state.rows())
            .map(Item::new)
            .toList();
    List<Future<?>> started = checks.start(items, this::check);
    items.forEach(item -> item.started = started);
    return items;
  }

  /// On a checking thread: what one entry shows by itself.
  private void check(Item item) {
    try {
      Cid cid = Cid.of(Cid.DAG_CBOR, item.row.block());
      if (!cid.equals(item.row.node().cid())) {
        item.fault = "its bytes have the name " + cid;
        return;
      }
      Entry entry = EntryCodec.read(cid, item.row.block());
      EntryCodec.checkSignature(entry, keys);
      item.entry = entry;
    } catch (ClockException e) {
      item.fault = String.valueOf(e.getMessage());
    }
  }

  private void verify(Item item) {
    checked++;
    DagNode node = item.row.node();
    if (node.row() != checked && problems.isEmpty()) {
      problem(node, "rows before it are missing: it is the " + checked + ". entry");
    }
    Entry entry = item.entry;
    if (entry == null) {
      problem(node, item.fault);
    } else {
      placeFault(node, item.row, entry).ifPresent(fault -> problem(node, fault));
      entry.prev().ifPresent(heads::remove);
      entry.parents().forEach(heads::remove);
    }
    tips.put(node.branch(), node.row());
    heads.put(node.cid(), node.row());
    nodes.put(node.cid(), node);
  }

  private Optional<String> placeFault(DagNode node, EntryTable.RawRow row, Entry entry) {
    if (entry.lc() != node.lc()
        || entry.seq() != node.seq()
        || !entry.kind().equals(row.kind())
        || !entry.key().equals(row.key())) {
      return Optional.of("its row says something else than its block");
    }
    if (!state.branches().get(node.branch()).author().equals(entry.author())) {
      return Optional.of("its row names another author than its block");
    }
    Optional<String> fault =
        state
            .fleet()
            .map(fleet -> EntryRules.fleetFault(entry, fleet))
            .orElse(Optional.of("the tables name no fleet"));
    if (fault.isPresent()) {
      return fault;
    }
    List<DagNode> ancestors = new ArrayList<>();
    List<Cid> links = new ArrayList<>(entry.parents());
    entry.prev().ifPresent(prev -> links.add(0, prev));
    for (Cid link : links) {
      Optional<DagNode> ancestor = node(link);
      if (ancestor.isEmpty() || ancestor.get().row() >= node.row()) {
        return Optional.of("its ancestor " + link + " does not come before it");
      }
      ancestors.add(ancestor.get());
    }
    if (entry.prev().isPresent()) {
      DagNode prev = ancestors.get(0);
      fault = EntryRules.prevFault(entry, prev, state.branches().get(prev.branch()));
    }
    return fault
        .or(() -> EntryRules.timeFault(entry, ancestors))
        .or(() -> pastFault(node, entry, ancestors));
  }

  private Optional<String> pastFault(DagNode node, Entry entry, List<DagNode> ancestors) {
    VersionVector past = VersionVector.EMPTY;
    for (DagNode ancestor : ancestors) {
      past = past.merge(ancestor.versions());
    }
    if (!past.with(node.branch(), node.seq()).equals(node.versions())) {
      return Optional.of("its stored causal past is wrong");
    }
    var frozen = state.branches().frozenIn(past);
    int[] ids = Views.idsAfter(ancestors);
    boolean shared = frozen.isEmpty() && ids.length == 1 && ids[0] == node.viewBefore();
    if (!shared && !Arrays.equals(views.rowsAfter(ids, frozen), rowsOf(node.viewBefore()))) {
      return Optional.of("its stored membership view is wrong");
    }
    var frozenAfter = state.branches().frozenIn(node.versions());
    if (!isRightAfter(node, entry, frozenAfter)) {
      return Optional.of("its stored membership view after it is wrong");
    }
    if (!ancestors.isEmpty()
        && !views.rule().isMember(views.fold(node.viewBefore()), entry.author())) {
      return Optional.of("its author " + entry.author() + " is no member in its causal past");
    }
    return Optional.empty();
  }

  private boolean isRightAfter(
      DagNode node, Entry entry, Map<io.peerdeck.multiformats.PeerId, Long> frozen) {
    if (frozen.isEmpty()) {
      return views.rule().relevant(entry)
          ? views.isAfter(node.viewAfter(), node.viewBefore(), node.row())
              || Arrays.equals(expectedAfter(node, entry, frozen), rowsOf(node.viewAfter()))
          : node.viewAfter() == node.viewBefore();
    }
    return Arrays.equals(expectedAfter(node, entry, frozen), rowsOf(node.viewAfter()));
  }

  private long[] rowsOf(int view) {
    return views.rowsAfter(new int[] {view}, Map.of());
  }

  private long[] expectedAfter(
      DagNode node, Entry entry, Map<io.peerdeck.multiformats.PeerId, Long> frozen) {
    long[] rows = views.rowsAfter(new int[] {node.viewBefore()}, frozen);
    boolean counts =
        views.rule().relevant(entry)
            && entry.seq() < frozen.getOrDefault(entry.author(), Long.MAX_VALUE);
    if (!counts) {
      return rows;
    }
    long[] more = Arrays.copyOf(rows, rows.length + 1);
    more[rows.length] = node.row();
    return more;
  }

  private void verifyEdge() {
    if (checked != state.rows()) {
      problems.add("%d entries are stored, the tables claim %d".formatted(checked, state.rows()));
    }
    Set<Cid> claimedHeads = new HashSet<>();
    state.heads().forEach(head -> claimedHeads.add(head.cid()));
    if (!claimedHeads.equals(heads.keySet())) {
      problems.add("the heads are %s, the tables claim %s".formatted(heads.keySet(), claimedHeads));
    }
    for (Branch branch : state.branches().all()) {
      if (branch.tip().row() != tips.getOrDefault(branch.id(), 0L)) {
        problems.add(
            "the last entry of %s is not the one the tables claim".formatted(branch.author()));
      }
    }
  }

  private Optional<DagNode> node(Cid cid) {
    DagNode near = nodes.getIfPresent(cid);
    return near != null ? Optional.of(near) : table.node(cid);
  }

  private void problem(DagNode node, String what) {
    if (problems.size() < MAX_PROBLEMS) {
      problems.add("row %d, %s: %s".formatted(node.row(), node.cid(), what));
    }
  }

  /// A row on its way through both checks.
  private static final class Item {
    private final EntryTable.RawRow row;
    private List<Future<?>> started = List.of();
    private @Nullable Entry entry;
    private String fault = "";

    Item(EntryTable.RawRow row) {
      this.row = row;
    }
  }
}
