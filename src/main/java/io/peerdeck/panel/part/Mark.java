package io.peerdeck.panel.part;

import io.peerdeck.node.RunSummary;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.schedule.RunStatus;
import java.util.Locale;
import javafx.css.PseudoClass;
import org.kordamp.ikonli.feather.Feather;

/// A state as people see it: always an icon and a word; the colour only repeats them.
public enum Mark {
  PENDING(Feather.CIRCLE, Tone.QUIET),
  ASSIGNED(Feather.USER_CHECK, Tone.ACCENT),
  IN_PROGRESS(Feather.PLAY, Tone.ACCENT),
  COMPLETED(Feather.CHECK_CIRCLE, Tone.GOOD),
  FAILED(Feather.X_CIRCLE, Tone.BAD),
  CANCELLED(Feather.SLASH, Tone.QUIET),
  SKIPPED(Feather.CHEVRONS_RIGHT, Tone.QUIET),
  HELD(Feather.PAUSE_CIRCLE, Tone.WARN),
  SELF(Feather.HOME, Tone.GOOD),
  ONLINE(Feather.CHECK_CIRCLE, Tone.GOOD),
  SUSPECT(Feather.ALERT_TRIANGLE, Tone.WARN),
  OFFLINE(Feather.CLOUD_OFF, Tone.QUIET),
  JOINING(Feather.LOG_IN, Tone.ACCENT),
  BLOCKED(Feather.SLASH, Tone.BAD),
  FROZEN(Feather.LOCK, Tone.BAD),
  ALONE(Feather.USER, Tone.QUIET),
  OFF(Feather.ZAP_OFF, Tone.QUIET),
  READY(Feather.CHECK_CIRCLE, Tone.GOOD),
  WARNING(Feather.ALERT_TRIANGLE, Tone.WARN),
  PROBLEM(Feather.X_CIRCLE, Tone.BAD),
  RUNNING(Feather.PLAY, Tone.ACCENT),
  DONE(Feather.CHECK_CIRCLE, Tone.GOOD),
  EFFECTIVE(Feather.CHECK_CIRCLE, Tone.GOOD),
  WITHOUT_EFFECT(Feather.EYE_OFF, Tone.WARN),
  TRUSTED(Feather.SHIELD, Tone.GOOD),
  NOT_TRUSTED(Feather.SHIELD_OFF, Tone.QUIET),
  NOT_CONFIGURED(Feather.MINUS_CIRCLE, Tone.QUIET),
  UNKNOWN(Feather.HELP_CIRCLE, Tone.QUIET);

  /// Which colour token repeats the meaning.
  public enum Tone {
    QUIET,
    ACCENT,
    GOOD,
    WARN,
    BAD;

    private final PseudoClass state =
        PseudoClass.getPseudoClass("tone-" + name().toLowerCase(Locale.ROOT));

    PseudoClass state() {
      return state;
    }
  }

  private static final Texts TEXTS = Texts.of("common");
  private final Feather icon;
  private final Tone tone;

  Mark(Feather icon, Tone tone) {
    this.icon = icon;
    this.tone = tone;
  }

  public Feather icon() {
    return icon;
  }

  public Tone tone() {
    return tone;
  }

  public String word() {
    return TEXTS.get("mark." + name());
  }

  public static Mark of(RunStatus status) {
    return valueOf(status.name());
  }

  /// A held run that has not ended is shown as held, whatever its jobs do.
  public static Mark of(RunSummary run) {
    return run.held() && !run.status().finished() ? HELD : of(run.status());
  }

  /// The mark for a state word of the node: a peer's state, a step's conclusion, a transfer's.
  public static Mark of(String word) {
    return switch (word) {
      case "success" -> COMPLETED;
      case "failure" -> FAILED;
      default -> {
        String name = word.toUpperCase(Locale.ROOT);
        for (Mark mark : values()) {
          if (mark.name().equals(name)) {
            yield mark;
          }
        }
        yield UNKNOWN;
      }
    };
  }
}
