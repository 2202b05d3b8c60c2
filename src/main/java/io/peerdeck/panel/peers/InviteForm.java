package io.peerdeck.panel.peers;

import io.peerdeck.node.CreatedInvite;
import io.peerdeck.node.InviteRequest;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.DataTableKeys;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Facts;
import java.time.Duration;
import java.util.OptionalInt;
import javafx.collections.FXCollections;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.TextArea;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.feather.Feather;

/// Asks what an invitation is to allow, makes it, and shows its text this once.
final class InviteForm {
  private static final Texts TEXTS = Texts.of("peers");
  private static final int MOST_USES = 1000;

  /// How long an invitation may be good for.
  private enum Valid {
    HOUR("1h", Duration.ofHours(1)),
    DAY("24h", Duration.ofDays(1)),
    WEEK("7d", Duration.ofDays(7)),
    MONTH("30d", Duration.ofDays(30));

    private final String option;
    private final Duration time;

    Valid(String option, Duration time) {
      this.option = option;
      this.time = time;
    }
  }

  private final Desk desk;
  private final RoleBoxes roles = new RoleBoxes(RoleBoxes.USUAL, this::check);
  private final TextField uses = new TextField("1");
  private final ChoiceBox<Valid> valid =
      new ChoiceBox<>(FXCollections.observableArrayList(Valid.values()));
  private final FormCard card;

  private InviteForm(Desk desk) {
    this.desk = desk;
    uses.setId("invite-uses");
    uses.setAccessibleText(TEXTS.get("invite.uses"));
    valid.setId("invite-valid");
    valid.setAccessibleText(TEXTS.get("invite.valid"));
    valid.setConverter(new Said());
    valid.setValue(Valid.DAY);
    Facts fields =
        new Facts()
            .add(TEXTS.get("column.roles"), roles)
            .add(TEXTS.get("invite.uses"), uses)
            .add(TEXTS.get("invite.valid"), valid);
    card =
        new FormCard(
            desk, "invite", TEXTS.get("invite.title"), TEXTS.get("invite.yes"), fields, this::send);
    uses.textProperty().addListener(o -> check());
    valid.valueProperty().addListener(o -> check());
    check();
  }

  static void show(Desk desk) {
    InviteForm form = new InviteForm(desk);
    desk.overlay().show(form.card, form.uses);
  }

  private void check() {
    String wrong = "";
    if (roles.chosen().isEmpty()) {
      wrong = TEXTS.get("invite.noRole");
    } else if (usesTyped().isEmpty()) {
      wrong = TEXTS.get("invite.usesWrong", MOST_USES);
    }
    StringBuilder command = new StringBuilder("peerdeck fleet invite");
    roles.chosen().forEach(role -> command.append(" --role ").append(role));
    usesTyped().ifPresent(n -> command.append(" --uses ").append(n));
    command.append(" --valid ").append(valid.getValue().option);
    card.checked(wrong, command.toString());
  }

  private OptionalInt usesTyped() {
    String typed = uses.getText().strip();
    if (!typed.matches("[0-9]{1,4}")) {
      return OptionalInt.empty();
    }
    int number = Integer.parseInt(typed);
    return number >= 1 && number <= MOST_USES ? OptionalInt.of(number) : OptionalInt.empty();
  }

  private void send() {
    InviteRequest request =
        new InviteRequest(roles.chosen(), usesTyped().orElse(1), valid.getValue().time);
    card.send(node -> node.createInvite(request), this::made);
  }

  private void made(CreatedInvite created) {
    Label title = new Label(TEXTS.get("invite.made"));
    title.getStyleClass().add("overlay-title");
    Label words =
        new Label(
            TEXTS.get(
                "invite.madeText",
                String.join(", ", created.invite().roles()),
                Words.absolute(created.invite().expires()),
                created.invite().uses()));
    words.setWrapText(true);
    TextArea text = new TextArea(created.text());
    text.setId("invite-text");
    text.setEditable(false);
    text.setWrapText(true);
    text.setPrefRowCount(4);
    text.setAccessibleText(TEXTS.get("invite.text"));
    Button done =
        Buttons.of(Feather.CORNER_UP_LEFT, TEXTS.get("invite.close"), desk.overlay()::close);
    done.setId("invite-close");
    done.setCancelButton(true);
    Button copy =
        Buttons.of(
            Feather.COPY,
            TEXTS.get("invite.copy"),
            () -> {
              DataTableKeys.copy(created.text());
              desk.toasts().done(TEXTS.get("invite.copied"));
            },
            "accent");
    copy.setId("invite-copy");
    copy.setDefaultButton(true);
    done.setMinWidth(Region.USE_PREF_SIZE);
    copy.setMinWidth(Region.USE_PREF_SIZE);
    HBox buttons = new HBox(done, copy);
    buttons.getStyleClass().add("overlay-buttons");
    VBox made = new VBox(title, words, text, buttons);
    made.setId("invite-made");
    made.setAccessibleText(TEXTS.get("invite.made"));
    desk.overlay().show(made, copy);
  }

  private static final class Said extends StringConverter<Valid> {
    @Override
    public String toString(Valid value) {
      return TEXTS.get("valid." + value.name());
    }

    @Override
    public Valid fromString(String text) {
      throw new UnsupportedOperationException("a choice is never typed: " + text);
    }
  }
}
