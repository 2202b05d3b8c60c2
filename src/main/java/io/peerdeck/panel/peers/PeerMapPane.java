package io.peerdeck.panel.peers;

import io.peerdeck.node.PeerView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.MarkLabel;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.ListView;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/// How this node is connected with each peer: a map, or a list where a map would show too little.
final class PeerMapPane extends VBox {
  /// Peers a map is drawn of.
  static final int MAPPED = 60;

  private static final Texts TEXTS = Texts.of("peers");
  private final PeerMap map;
  private final ListView<PeerView> list = new ListView<>();
  private final Label sentence = new Label();
  private final Label legend = new Label(TEXTS.get("map.legend"));
  private final Consumer<String> choose;
  private List<PeerView> peers = List.of();
  private Optional<String> chosen = Optional.empty();
  private boolean showing;

  PeerMapPane(Consumer<String> choose) {
    this.choose = choose;
    map = new PeerMap(choose);
    list.setId("peers-links");
    list.setAccessibleText(TEXTS.get("map.list"));
    list.setCellFactory(view -> new LinkCell());
    list.getSelectionModel().selectedItemProperty().addListener((o, was, is) -> picked(is));
    sentence.setId("peers-map-sentence");
    sentence.setWrapText(true);
    sentence.setMinHeight(USE_PREF_SIZE);
    legend.setWrapText(true);
    legend.setMinHeight(USE_PREF_SIZE);
    legend.getStyleClass().add("fact-name");
    getStyleClass().add("peers-map-pane");
    VBox.setVgrow(map, Priority.ALWAYS);
    VBox.setVgrow(list, Priority.ALWAYS);
    getChildren().setAll(map, sentence, legend);
  }

  void show(List<PeerView> next) {
    peers = next.stream().sorted(PeerColumns.ORDER).toList();
    boolean listed = peers.size() - 1 > MAPPED;
    if (listed != getChildren().contains(list)) {
      getChildren().setAll(listed ? List.of(list, sentence) : List.of(map, sentence, legend));
    }
    if (listed) {
      showing = true;
      list.getItems().setAll(peers);
      showing = false;
    } else {
      map.show(peers);
    }
    choose(chosen);
  }

  void choose(Optional<String> peer) {
    chosen = peer;
    map.choose(peer);
    Optional<PeerView> found =
        peers.stream().filter(p -> peer.filter(p.peer().id()::equals).isPresent()).findFirst();
    sentence.setText(
        found
            .map(p -> TEXTS.get("map.sentence", p.peer().name(), PeerWords.link(p)))
            .orElse(TEXTS.get("map.hint")));
    showing = true;
    found.ifPresentOrElse(
        list.getSelectionModel()::select, list.getSelectionModel()::clearSelection);
    showing = false;
  }

  void focus() {
    (getChildren().contains(list) ? list : map).requestFocus();
  }

  private void picked(@Nullable PeerView peer) {
    if (peer != null && !showing) {
      choose.accept(peer.peer().id());
    }
  }

  private static final class LinkCell extends ListCell<PeerView> {
    private final MarkLabel mark = new MarkLabel();
    private final Label words = new Label();
    private final HBox line = new HBox(mark, words);

    LinkCell() {
      mark.getStyleClass().add("mark-column");
      line.getStyleClass().add("list-line");
    }

    @Override
    protected void updateItem(@Nullable PeerView peer, boolean empty) {
      super.updateItem(peer, empty);
      if (empty || peer == null) {
        setGraphic(null);
        return;
      }
      mark.show(PeerWords.mark(peer), PeerWords.mark(peer).word());
      words.setText(TEXTS.get("map.sentence", peer.peer().name(), PeerWords.link(peer)));
      setAccessibleText(mark.getText() + ", " + words.getText());
      setGraphic(line);
    }
  }
}
