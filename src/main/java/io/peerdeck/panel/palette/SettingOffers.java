package io.peerdeck.panel.palette;

import io.peerdeck.node.Node;
import io.peerdeck.node.SettingView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Offer;
import io.peerdeck.panel.part.Screen;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.kordamp.ikonli.feather.Feather;

/// The node's settings as places to jump to, read each time the palette opens.
final class SettingOffers {
  private static final Texts TEXTS = Texts.of("palette");
  private final Desk desk;
  private final Runnable changed;
  private final Consumer<String> failed;
  private List<Offer> all = List.of();

  /// @param changed hears when there are other ones
  /// @param failed hears why they could not be read
  SettingOffers(Desk desk, Runnable changed, Consumer<String> failed) {
    this.desk = desk;
    this.changed = changed;
    this.failed = failed;
  }

  void read() {
    desk.bridge()
        .act(
            "",
            Node::settings,
            settings -> {
              all = settings.stream().map(this::offer).toList();
              changed.run();
            },
            e -> failed.accept(desk.bridge().message(e)));
  }

  List<Offer> all() {
    return all;
  }

  /// How well what was typed fits: its key, or the word for all settings.
  static int score(String typed, Offer offer) {
    return Match.score(typed, offer.text() + " " + TEXTS.get("settings"));
  }

  private Offer offer(SettingView setting) {
    return new Offer(
        "setting." + setting.key(),
        Feather.SLIDERS,
        setting.key(),
        TEXTS.get("setting", setting.value(), setting.description()),
        Optional.empty(),
        Optional.of("peerdeck config get " + setting.key()),
        () -> desk.navigator().show(Screen.SETTINGS, setting.key()));
  }
}
