package io.peerdeck.panel.gallery;

import io.peerdeck.panel.clock.ClockGraph;
import io.peerdeck.panel.log.LogView;
import io.peerdeck.panel.part.ActionRow;
import io.peerdeck.panel.part.AutoGrid;
import io.peerdeck.panel.part.DataTable;
import io.peerdeck.panel.part.EmptyState;
import io.peerdeck.panel.part.Facts;
import io.peerdeck.panel.part.FilterBar;
import io.peerdeck.panel.part.InspectorPane;
import io.peerdeck.panel.part.MarkLabel;
import io.peerdeck.panel.part.NoticeBar;
import io.peerdeck.panel.part.Overlay;
import io.peerdeck.panel.part.Pages;
import io.peerdeck.panel.part.Sparkline;
import io.peerdeck.panel.part.TimeChart;
import io.peerdeck.panel.part.Toasts;
import io.peerdeck.panel.part.WrapRow;
import io.peerdeck.panel.peers.PeerMap;
import io.peerdeck.panel.preview.SourceView;
import io.peerdeck.panel.run.JobGraphPane;
import java.util.List;
import javafx.scene.control.Button;

/// The pages of the gallery, in their order.
final class GalleryPages {
  private static final List<GalleryPage> ALL =
      List.of(
          new GalleryPage("table", List.of(DataTable.class), TablePages::table),
          new GalleryPage("filter", List.of(FilterBar.class), TablePages::filter),
          new GalleryPage("chip", List.of(MarkLabel.class), WordPages::chips),
          new GalleryPage("facts", List.of(Facts.class), WordPages::facts),
          new GalleryPage("buttons", List.of(Button.class), WordPages::buttons),
          new GalleryPage("empty", List.of(EmptyState.class), WordPages::empty),
          new GalleryPage("inspector", List.of(InspectorPane.class), WordPages::inspector),
          new GalleryPage("row", List.of(WrapRow.class, ActionRow.class), WordPages::row),
          new GalleryPage("grid", List.of(AutoGrid.class), WordPages::grid),
          new GalleryPage("pages", List.of(Pages.class), WordPages::pages),
          new GalleryPage("sparkline", List.of(Sparkline.class), DrawnPages::sparkline),
          new GalleryPage("chart", List.of(TimeChart.class), DrawnPages::chart),
          new GalleryPage("graph", List.of(JobGraphPane.class), DrawnPages::jobs),
          new GalleryPage("clock", List.of(ClockGraph.class), DrawnPages::clock),
          new GalleryPage("map", List.of(PeerMap.class), DrawnPages::map),
          new GalleryPage("log", List.of(LogView.class), ReadPages::log),
          new GalleryPage("source", List.of(SourceView.class), ReadPages::source),
          new GalleryPage("confirm", List.of(Overlay.class), SaidPages::confirm),
          new GalleryPage("toast", List.of(Toasts.class), SaidPages::toasts),
          new GalleryPage("notice", List.of(NoticeBar.class), SaidPages::notices));

  private GalleryPages() {}

  static List<GalleryPage> all() {
    return ALL;
  }
}
