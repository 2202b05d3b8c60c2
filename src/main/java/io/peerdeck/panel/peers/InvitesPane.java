package io.peerdeck.panel.peers;

import io.peerdeck.node.InviteView;
import io.peerdeck.node.PeerRef;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Action;
import io.peerdeck.panel.part.Column;
import io.peerdeck.panel.part.DataTable;
import io.peerdeck.panel.part.DataTableKeys;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.EmptyState;
import io.peerdeck.panel.part.Facet;
import io.peerdeck.panel.part.Mark;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.kordamp.ikonli.feather.Feather;

/// The invitations: who made them, who came by them, which are still good.
final class InvitesPane {
  private static final Texts TEXTS = Texts.of("peers");
  private final Desk desk;
  private final BooleanSupplier admin;
  private final DataTable<InviteView> table;

  InvitesPane(Desk desk, BooleanSupplier admin) {
    this.desk = desk;
    this.admin = admin;
    this.table =
        new DataTable<>(
            desk,
            "invites",
            TEXTS.get("invites.title"),
            InviteView::id,
            columns(),
            List.of(
                new Facet<>("state", TEXTS.get("facet.state"), i -> List.of(word(i))),
                new Facet<>("role", TEXTS.get("facet.role"), InviteView::roles)),
            Comparator.comparing((InviteView i) -> !i.state().equals("open"))
                .thenComparing(InviteView::created, Comparator.reverseOrder())
                .thenComparing(InviteView::id),
            actions(),
            new EmptyState(Feather.MAIL, TEXTS.get("invites.none"), TEXTS.get("invites.noneText")));
  }

  DataTable<InviteView> table() {
    return table;
  }

  private List<Action<InviteView>> actions() {
    return List.of(
        Action.of(
                "invite",
                Feather.MAIL,
                TEXTS.get("invite"),
                (List<InviteView> invites) -> admin.getAsBoolean(),
                invites -> InviteForm.show(desk))
            .withCommand(
                invites ->
                    Optional.of("peerdeck fleet invite --role operator --role worker --valid 24h"))
            .withShortcut("Shortcut+N"),
        Action.of(
                "copy-invite-id",
                Feather.COPY,
                TEXTS.get("copyId"),
                (List<InviteView> invites) -> invites.size() == 1,
                invites -> DataTableKeys.copied(invites.getFirst().id()))
            .withShortcut("Shortcut+Shift+C"),
        Action.danger(
                "revoke",
                Feather.X_CIRCLE,
                TEXTS.get("revoke"),
                (List<InviteView> invites) ->
                    admin.getAsBoolean() && invites.stream().anyMatch(InvitesPane::open),
                this::revoke)
            .withCommandEach(i -> "peerdeck fleet revoke " + i.id())
            .withShortcut("Delete"));
  }

  private void revoke(List<InviteView> selected) {
    List<InviteView> invites = selected.stream().filter(InvitesPane::open).toList();
    String title =
        invites.size() == 1
            ? TEXTS.get("revoke.one", Words.shortId(invites.getFirst().id()))
            : TEXTS.get("revoke.many", invites.size());
    desk.overlay()
        .confirm(
            title,
            TEXTS.get("revoke.text"),
            TEXTS.get("revoke.yes"),
            () -> invites.forEach(this::revoke));
  }

  private void revoke(InviteView invite) {
    String id = Words.shortId(invite.id());
    desk.bridge()
        .act(
            TEXTS.get("revoke.failed", id),
            node -> {
              node.revokeInvite(invite.id());
              return TEXTS.get("revoke.done", id);
            },
            desk.toasts()::done);
  }

  private List<Column<InviteView>> columns() {
    return List.of(
        Column.mark("state", TEXTS.get("column.state"), 8, InvitesPane::mark, InvitesPane::word),
        Column.text("roles", TEXTS.get("column.roles"), 12, i -> String.join(", ", i.roles())),
        Column.number(
            "uses",
            TEXTS.get("column.uses"),
            5,
            i -> TEXTS.get("uses", i.joined().size(), i.uses()),
            i -> i.joined().size()),
        Column.<InviteView, Instant>number(
                "expires",
                TEXTS.get("column.expires"),
                7,
                i -> Words.until(i.expires(), desk.time()),
                InviteView::expires)
            .withTooltip(i -> Words.absolute(i.expires()))
            .withExport(i -> i.expires().toString()),
        Column.<InviteView>text("by", TEXTS.get("column.by"), 9, i -> i.by().name()).leaving(2),
        Column.<InviteView>text(
                "joined",
                TEXTS.get("column.joined"),
                12,
                i -> i.joined().stream().map(PeerRef::name).collect(Collectors.joining(", ")))
            .leaving(3),
        Column.<InviteView>text("id", TEXTS.get("column.invite"), 8, i -> Words.shortId(i.id()))
            .withTooltip(InviteView::id)
            .withExport(InviteView::id)
            .leaving(1));
  }

  static boolean open(InviteView invite) {
    return invite.state().equals("open");
  }

  private static String word(InviteView invite) {
    return TEXTS.get("invited." + invite.state());
  }

  private static Mark mark(InviteView invite) {
    return switch (invite.state()) {
      case "open" -> Mark.READY;
      case "used" -> Mark.ALONE;
      case "revoked" -> Mark.CANCELLED;
      default -> Mark.OFF;
    };
  }
}
