package io.peerdeck.panel.clock;

import io.peerdeck.node.EntryView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Facts;
import io.peerdeck.panel.part.Inspection;
import io.peerdeck.panel.part.Mark;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.Label;
import org.kordamp.ikonli.feather.Feather;

/// One entry in full: what it says, who signed it, what it follows, what is unusual about it.
final class EntryInspection {
  private static final Texts TEXTS = Texts.of("clock");

  private EntryInspection() {}

  /// @param about the name of what it is about
  /// @param goTo shows another entry
  /// @param asItWas shows the queue at this entry
  static Inspection of(
      Desk desk,
      EntryView entry,
      String about,
      Consumer<String> goTo,
      Consumer<EntryView> asItWas) {
    Mark mark = entry.effective() ? Mark.EFFECTIVE : Mark.WITHOUT_EFFECT;
    Inspection inspection = new Inspection(ClockWords.kind(entry.kind())).mark(mark, mark.word());
    entry.marks().forEach(found -> inspection.note(found.text()));
    Label body = new Label(entry.body());
    body.setWrapText(true);
    body.getStyleClass().add("code-block");
    return inspection
        .actions(actions(desk, entry, asItWas))
        .part(facts(entry, about, goTo))
        .section(TEXTS.get("body"))
        .part(body)
        .command("peerdeck clock show " + entry.cid());
  }

  private static List<ButtonBase> actions(Desk desk, EntryView entry, Consumer<EntryView> asItWas) {
    List<ButtonBase> actions = new ArrayList<>();
    Button was =
        Buttons.of(Feather.ROTATE_CCW, TEXTS.get("asItWas.here"), () -> asItWas.accept(entry));
    was.setId("clock-as-it-was-here");
    actions.add(was);
    if (ClockNames.isRun(entry.key())) {
      Button run =
          Buttons.of(
              Feather.PLAY_CIRCLE,
              TEXTS.get("openRun"),
              () -> desk.navigator().openRun(entry.key(), Optional.empty()));
      run.setId("clock-open-run");
      actions.add(run);
    }
    return actions;
  }

  private static Facts facts(EntryView entry, String about, Consumer<String> goTo) {
    Facts facts =
        new Facts()
            .id(TEXTS.get("fact.cid"), entry.cid())
            .add(TEXTS.get("fact.kind"), entry.kind())
            .add(TEXTS.get("fact.about"), about)
            .id(TEXTS.get("fact.key"), entry.key())
            .add(TEXTS.get("fact.author"), entry.author().name())
            .id(TEXTS.get("fact.authorId"), entry.author().id())
            .add(TEXTS.get("fact.seq"), Words.number(entry.seq()))
            .add(TEXTS.get("fact.lc"), Words.number(entry.lc()))
            .add(TEXTS.get("fact.place"), Words.number(entry.ordinal() + 1))
            .add(TEXTS.get("fact.time"), Words.absolute(entry.time()))
            .add(TEXTS.get("fact.bytes"), Words.bytes(entry.bytes()))
            .id(TEXTS.get("fact.signature"), entry.signature());
    entry.prev().ifPresent(prev -> facts.add(TEXTS.get("fact.prev"), link(prev, goTo)));
    entry.parents().forEach(parent -> facts.add(TEXTS.get("fact.parent"), link(parent, goTo)));
    return facts;
  }

  private static Button link(String cid, Consumer<String> goTo) {
    Button link =
        Buttons.of(Feather.CORNER_DOWN_RIGHT, Words.shortId(cid), () -> goTo.accept(cid), "flat");
    Buttons.name(link, TEXTS.get("goTo", cid));
    return link;
  }
}
