package io.peerdeck.panel.gallery;

import io.peerdeck.panel.bridge.Notices;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Confirm;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.NoticeBar;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import javafx.scene.control.Button;
import org.kordamp.ikonli.feather.Feather;

/// What is said and asked over the work.
final class SaidPages {
  private static final Texts TEXTS = Texts.of("gallery");
  private static final int MANY = 12;

  private SaidPages() {}

  static Exhibit confirm(Desk desk) {
    Button one =
        button(
            "gallery-confirm-one",
            TEXTS.get("confirm.one"),
            () ->
                desk.overlay()
                    .confirm(
                        TEXTS.get("confirm.oneTitle"),
                        TEXTS.get("confirm.text"),
                        TEXTS.get("act.drop"),
                        () -> {}));
    Button many =
        button(
            "gallery-confirm-many",
            TEXTS.get("confirm.many"),
            () ->
                desk.overlay()
                    .confirm(
                        new Confirm(
                            TEXTS.get("confirm.manyTitle", MANY),
                            TEXTS.get("confirm.text"),
                            IntStream.range(0, MANY).mapToObj(i -> "nightly-data " + i).toList(),
                            TEXTS.get("act.drop"),
                            () -> {})));
    return new Exhibit().row(TEXTS.get("confirm.asked"), one, many);
  }

  static Exhibit toasts(Desk desk) {
    Button said =
        button(
            "gallery-toast",
            TEXTS.get("toast.plain"),
            () -> desk.toasts().done(TEXTS.get("toast.text")));
    Button undo =
        button(
            "gallery-toast-undo",
            TEXTS.get("toast.undo"),
            () ->
                desk.toasts()
                    .done(
                        TEXTS.get("toast.text"),
                        () -> desk.toasts().done(TEXTS.get("toast.undone"))));
    return new Exhibit().row(TEXTS.get("toast.said"), said, undo);
  }

  private static Button button(String id, String text, Runnable run) {
    Button button = Buttons.of(Feather.MESSAGE_SQUARE, text, run);
    button.setId(id);
    return button;
  }

  static Exhibit notices(Desk desk) {
    return new Exhibit()
        .state(
            TEXTS.get("notice.problem"),
            bar(desk, said -> said.problem(TEXTS.get("notice.title"), TEXTS.get("notice.text"))))
        .state(
            TEXTS.get("notice.more"),
            bar(
                desk,
                said -> {
                  said.problem(TEXTS.get("notice.other"), "");
                  said.problem(TEXTS.get("notice.title"), TEXTS.get("notice.text"));
                  said.problem(TEXTS.get("notice.title"), TEXTS.get("notice.text"));
                }))
        .state(
            TEXTS.get("notice.told"),
            bar(desk, said -> said.tell(TEXTS.get("notice.good"), TEXTS.get("toast.text"))));
  }

  private static NoticeBar bar(Desk desk, Consumer<Notices> tell) {
    Notices notices = new Notices(desk.time());
    NoticeBar bar = new NoticeBar(notices);
    tell.accept(notices);
    return bar;
  }
}
