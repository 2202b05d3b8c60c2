package io.peerdeck.panel.part;

import java.util.Locale;
import org.kordamp.ikonli.feather.Feather;

/// The screens of the panel, in the order of the navigation.
public enum Screen {
  OVERVIEW(Feather.HOME),
  QUEUE(Feather.LIST),
  RUN(Feather.PLAY_CIRCLE),
  CLOCK(Feather.GIT_MERGE),
  PEERS(Feather.USERS),
  CACHES(Feather.DATABASE),
  TRANSFERS(Feather.REPEAT),
  SETTINGS(Feather.SETTINGS);

  private final Feather icon;

  Screen(Feather icon) {
    this.icon = icon;
  }

  public Feather icon() {
    return icon;
  }

  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
