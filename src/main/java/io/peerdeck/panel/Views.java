package io.peerdeck.panel;

import io.peerdeck.panel.cache.CachesView;
import io.peerdeck.panel.clock.ClockView;
import io.peerdeck.panel.overview.OverviewView;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Screen;
import io.peerdeck.panel.part.View;
import io.peerdeck.panel.peers.PeersView;
import io.peerdeck.panel.queue.QueueView;
import io.peerdeck.panel.run.RunView;
import io.peerdeck.panel.settings.SettingsView;
import io.peerdeck.panel.transfers.TransfersView;
import java.util.EnumMap;
import java.util.Map;

/// The view of each screen, made when it is first shown.
final class Views {
  private final Desk desk;
  private final Map<Screen, View> made = new EnumMap<>(Screen.class);

  Views(Desk desk) {
    this.desk = desk;
  }

  View of(Screen screen) {
    return made.computeIfAbsent(screen, this::make);
  }

  /// The one view that shows a run.
  RunView run() {
    return (RunView) of(Screen.RUN);
  }

  QueueView queue() {
    return (QueueView) of(Screen.QUEUE);
  }

  private View make(Screen screen) {
    return switch (screen) {
      case OVERVIEW -> new OverviewView(desk);
      case QUEUE -> new QueueView(desk);
      case RUN -> new RunView(desk);
      case CLOCK -> new ClockView(desk);
      case PEERS -> new PeersView(desk);
      case CACHES -> new CachesView(desk);
      case TRANSFERS -> new TransfersView(desk);
      case SETTINGS -> new SettingsView(desk);
    };
  }
}
