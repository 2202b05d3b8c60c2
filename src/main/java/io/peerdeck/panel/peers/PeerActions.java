package io.peerdeck.panel.peers;

import io.peerdeck.node.PeerChange;
import io.peerdeck.node.PeerView;
import io.peerdeck.node.TrustView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Action;
import io.peerdeck.panel.part.Bulk;
import io.peerdeck.panel.part.CommandWords;
import io.peerdeck.panel.part.Confirm;
import io.peerdeck.panel.part.DataTableKeys;
import io.peerdeck.panel.part.Desk;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.kordamp.ikonli.feather.Feather;

/// What can be done to peers, the same in toolbar, menu and inspector.
final class PeerActions {
  private static final Texts TEXTS = Texts.of("peers");
  private static final String PEER = "peerdeck peer ";

  /// What can be decided of a peer's jobs, most trust first; each has its words.
  private static final List<TrustView> TRUST =
      List.of(
          new TrustView("host", "never"),
          new TrustView("host", "first"),
          new TrustView("host", "change"),
          new TrustView("sandboxed", "never"),
          new TrustView("none", "never"));

  private final Desk desk;
  private final Bulk<PeerView> bulk;
  private final BooleanSupplier admin;

  /// @param admin whether this node may change other members
  PeerActions(Desk desk, BooleanSupplier admin) {
    this.desk = desk;
    this.bulk = new Bulk<>(desk, TEXTS, peer -> peer.peer().name());
    this.admin = admin;
  }

  List<Action<PeerView>> all() {
    Predicate<PeerView> other = p -> !p.self();
    return List.of(
        Action.of("ping", Feather.ACTIVITY, TEXTS.get("ping"), any(other), this::ping)
            .withCommandEach(p -> PEER + "ping " + id(p))
            .withShortcut("Shortcut+G"),
        Action.of(
                "change",
                Feather.EDIT_2,
                TEXTS.get("change"),
                peers -> peers.size() == 1 && mine(peers.getFirst()),
                (List<PeerView> peers) ->
                    PeerForm.show(desk, peers.getFirst(), admin.getAsBoolean()))
            .withCommandEach(
                p -> PEER + "set " + id(p) + " --name " + CommandWords.quoted(p.peer().name()))
            .withShortcut("Shortcut+E"),
        Action.choosing("trust", Feather.SHIELD, TEXTS.get("trust"), any(other), this::trusts)
            .withCommandEach(p -> PEER + "trust " + id(p) + " --level host --approval never")
            .withShortcut("Shortcut+T"),
        drain("drain", Feather.PAUSE_CIRCLE, true).withShortcut("Shortcut+H"),
        drain("undrain", Feather.PLAY_CIRCLE, false).withShortcut("Shortcut+Shift+H"),
        Action.of(
                "block",
                Feather.SLASH,
                TEXTS.get("block"),
                any(other.and(p -> !p.conduct().blocked())),
                this::block)
            .withCommandEach(p -> PEER + "block " + id(p))
            .withShortcut("Shortcut+B"),
        Action.of("unblock", Feather.UNLOCK, TEXTS.get("unblock"), any(this::shut), this::unblock)
            .withCommandEach(p -> PEER + "unblock " + id(p))
            .withShortcut("Shortcut+Shift+B"),
        Action.of(
                "copy-id",
                Feather.COPY,
                TEXTS.get("copyId"),
                (List<PeerView> peers) -> peers.size() == 1,
                peers -> DataTableKeys.copied(id(peers.getFirst())))
            .withShortcut("Shortcut+Shift+C"),
        Action.danger(
                "remove",
                Feather.USER_X,
                TEXTS.get("remove"),
                any(other.and(this::mine)),
                this::remove)
            .withCommandEach(p -> PEER + "remove " + id(p))
            .withShortcut("Delete"));
  }

  /// Taking no new jobs, or taking them again; each is the other's way back.
  private Action<PeerView> drain(String what, Feather icon, boolean on) {
    Predicate<PeerView> wanted = p -> mine(p) && p.draining() != on;
    return Action.of(
            what,
            icon,
            TEXTS.get(what),
            any(wanted),
            (List<PeerView> peers) ->
                bulk.each(
                    peers.stream().filter(wanted).toList(),
                    what,
                    (node, p) -> node.updatePeer(id(p), PeerChange.NONE.withDrain(on)),
                    Optional.of(
                        (node, p) -> node.updatePeer(id(p), PeerChange.NONE.withDrain(!on)))))
        .withCommandEach(p -> PEER + "set " + id(p) + (on ? " --drain" : " --no-drain"));
  }

  private void ping(List<PeerView> peers) {
    for (PeerView peer : peers) {
      if (!peer.self()) {
        String name = peer.peer().name();
        desk.bridge()
            .act(
                TEXTS.get("ping.failed", name),
                node -> node.ping(id(peer)),
                rtt -> desk.toasts().done(TEXTS.get("ping.done", name, Words.roundTrip(rtt))));
      }
    }
  }

  private List<Action.Choice> trusts(List<PeerView> peers) {
    List<PeerView> others = peers.stream().filter(p -> !p.self()).toList();
    return TRUST.stream()
        .map(
            trust ->
                new Action.Choice(
                    TEXTS.get("trust." + trust.level() + "." + trust.approval()),
                    () -> trust(others, trust),
                    Action.commands(others, p -> trusting(p, trust))))
        .toList();
  }

  private static String trusting(PeerView peer, TrustView trust) {
    return trust.level().equals("none")
        ? PEER + "untrust " + id(peer)
        : PEER
            + "trust "
            + id(peer)
            + " --level "
            + trust.level()
            + " --approval "
            + trust.approval();
  }

  private void trust(List<PeerView> peers, TrustView trust) {
    bulk.each(
        peers.stream().filter(p -> !p.trust().equals(trust)).toList(),
        trust.level().equals("none") ? "untrust" : "trust",
        (node, p) -> node.trust(id(p), trust),
        Optional.of((node, p) -> node.trust(id(p), p.trust())));
  }

  private void block(List<PeerView> selected) {
    bulk.each(
        selected.stream().filter(p -> !p.self() && !p.conduct().blocked()).toList(),
        "block",
        (node, p) -> node.block(id(p)),
        Optional.of((node, p) -> node.unblock(id(p))));
  }

  private void unblock(List<PeerView> selected) {
    bulk.each(
        selected.stream().filter(this::shut).toList(),
        "unblock",
        (node, p) -> node.unblock(id(p)),
        Optional.empty());
  }

  private void remove(List<PeerView> selected) {
    List<PeerView> peers = selected.stream().filter(p -> !p.self()).toList();
    boolean one = peers.size() == 1;
    int running = peers.stream().mapToInt(PeerView::running).sum();
    desk.overlay()
        .confirm(
            new Confirm(
                one
                    ? TEXTS.get("remove.one", peers.getFirst().peer().name())
                    : TEXTS.get("remove.many", peers.size()),
                running == 0 ? TEXTS.get("remove.idle") : TEXTS.count("remove.text", running),
                one ? List.of() : peers.stream().map(p -> p.peer().name()).toList(),
                one
                    ? TEXTS.get("remove.yes", peers.getFirst().peer().name())
                    : TEXTS.get("remove.yesMany", peers.size()),
                () ->
                    bulk.each(
                        peers, "remove", (node, p) -> node.removePeer(id(p)), Optional.empty())));
  }

  private boolean mine(PeerView peer) {
    return peer.self() || admin.getAsBoolean();
  }

  private boolean shut(PeerView peer) {
    return peer.conduct().blocked() || peer.conduct().suspendedUntil().isPresent();
  }

  private static String id(PeerView peer) {
    return peer.peer().id();
  }

  private static Predicate<List<PeerView>> any(Predicate<PeerView> predicate) {
    return peers -> peers.stream().anyMatch(predicate);
  }
}
