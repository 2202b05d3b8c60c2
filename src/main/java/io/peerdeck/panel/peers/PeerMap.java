package io.peerdeck.panel.peers;

import io.peerdeck.node.PeerRef;
import io.peerdeck.node.PeerView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.part.TokenCanvas;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.geometry.Point2D;
import javafx.geometry.VPos;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.paint.Color;
import javafx.scene.text.TextAlignment;

/// This node in the middle and the peers around it; lines tell how they are connected. Arrows go
/// around, Home to this node; what is chosen is said in the accessible text.
public final class PeerMap extends TokenCanvas {
  /// More around one ring stand too close to each other's names.
  private static final int ONE_RING = 14;

  private static final Texts TEXTS = Texts.of("peers");
  private static final double[] SOLID = {};
  private static final double[] DASHES = {0.6, 0.4};
  private static final double[] VIA = {0.9, 0.3, 0.15, 0.3};
  private static final double[] DOTS = {0.12, 0.45};

  private final Consumer<String> choose;
  private List<PeerView> peers = List.of();
  private List<Spot> spots = List.of();
  private Optional<String> chosen = Optional.empty();

  private record Spot(PeerView peer, double x, double y) {}

  /// @param choose hears the id of the peer a person chose
  public PeerMap(Consumer<String> choose) {
    this.choose = choose;
    setId("peers-map");
    getStyleClass().add("peers-map");
    setFocusTraversable(true);
    setAccessibleRole(AccessibleRole.LIST_VIEW);
    addEventHandler(MouseEvent.MOUSE_PRESSED, this::pressed);
    addEventHandler(KeyEvent.KEY_PRESSED, this::key);
    focusedProperty().addListener(o -> redraw());
    say();
  }

  /// This node first.
  public void show(List<PeerView> next) {
    if (!next.equals(peers)) {
      peers = List.copyOf(next);
      say();
      redraw();
    }
  }

  /// Marks a peer as chosen without telling whoever hears choices.
  public void choose(Optional<String> peer) {
    if (!peer.equals(chosen)) {
      chosen = peer;
      say();
      redraw();
    }
  }

  /// The place of a peer's dot, for a pointer.
  Optional<Point2D> place(String peer) {
    return spots.stream()
        .filter(spot -> spot.peer().peer().id().equals(peer))
        .map(spot -> new Point2D(spot.x(), spot.y()))
        .findFirst();
  }

  private void say() {
    int at = chosenPlace();
    setAccessibleText(
        at < 0
            ? TEXTS.get("map.accessible", peers.size())
            : TEXTS.get(
                "map.chosen",
                peers.get(at).peer().name(),
                at + 1,
                peers.size(),
                PeerWords.mark(peers.get(at)).word(),
                PeerWords.link(peers.get(at))));
  }

  private int chosenPlace() {
    for (int i = 0; i < peers.size(); i++) {
      if (chosen.filter(peers.get(i).peer().id()::equals).isPresent()) {
        return i;
      }
    }
    return -1;
  }

  private void pressed(MouseEvent event) {
    requestFocus();
    double reach = em() * 2.6;
    spots.stream()
        .filter(spot -> Math.hypot(spot.x() - event.getX(), spot.y() - event.getY()) < reach)
        .min(
            Comparator.comparingDouble(
                spot -> Math.hypot(spot.x() - event.getX(), spot.y() - event.getY())))
        .ifPresent(spot -> choose.accept(spot.peer().peer().id()));
  }

  private void key(KeyEvent event) {
    if (peers.isEmpty() || event.isShortcutDown() || event.isAltDown()) {
      return;
    }
    KeyCode code = event.getCode();
    int at = chosenPlace();
    int next =
        switch (code) {
          case RIGHT, DOWN -> (at + 1) % peers.size();
          case LEFT, UP -> at <= 0 ? peers.size() - 1 : at - 1;
          case HOME -> 0;
          case END -> peers.size() - 1;
          default -> -1;
        };
    if (next >= 0) {
      choose.accept(peers.get(next).peer().id());
      event.consume();
    }
  }

  @Override
  public void draw(GraphicsContext g, double width, double height) {
    spots = placed(width, height);
    if (spots.isEmpty()) {
      return;
    }
    g.setFont(font());
    Spot self = spots.getFirst();
    spots.stream().skip(1).forEach(spot -> line(g, spot, self));
    spots.forEach(spot -> dot(g, spot));
    spots.forEach(spot -> words(g, spot, width));
    g.setLineDashes(SOLID);
    if (isFocused()) {
      g.setStroke(accent());
      g.setLineWidth(em() / 8);
      g.strokeRect(1, 1, width - 2, height - 2);
    }
  }

  private List<Spot> placed(double width, double height) {
    List<Spot> made = new ArrayList<>();
    int around = peers.size() - 1;
    int rings = Math.min(3, 1 + Math.max(0, around - 1) / ONE_RING);
    for (int i = 0; i < peers.size(); i++) {
      if (i == 0) {
        made.add(new Spot(peers.getFirst(), width / 2, height / 2));
        continue;
      }
      double angle = 2 * Math.PI * (i - 1) / around - Math.PI / 2;
      int ring = (i - 1) % rings;
      if (i == around && ring == 0) {
        // Beside the first, which is on the outer ring too.
        ring = Math.min(1, rings - 1);
      }
      double share = 1 - ring * 0.27;
      double x = width / 2 + Math.max(0, width / 2 - em() * 6) * share * Math.cos(angle);
      double y = height / 2 - em() + Math.max(0, height / 2 - em() * 2.9) * share * Math.sin(angle);
      made.add(new Spot(peers.get(i), x, y));
    }
    return made;
  }

  private void line(GraphicsContext g, Spot spot, Spot self) {
    Optional<PeerRef> via = spot.peer().link().via();
    Spot to =
        via.flatMap(
                v -> spots.stream().filter(s -> s.peer().peer().id().equals(v.id())).findFirst())
            .orElse(self);
    boolean connected = spot.peer().link().connected();
    boolean suspect = spot.peer().state().equals("suspect");
    g.setStroke(suspect ? warn() : connected ? accent() : muted());
    g.setLineWidth(em() * (connected ? 0.13 : 0.1));
    double[] pattern = !connected ? DOTS : suspect ? DASHES : via.isPresent() ? VIA : SOLID;
    double[] dashes = pattern.clone();
    for (int i = 0; i < dashes.length; i++) {
      dashes[i] *= em();
    }
    g.setLineDashes(dashes);
    g.strokeLine(spot.x(), spot.y(), to.x(), to.y());
  }

  private void dot(GraphicsContext g, Spot spot) {
    g.setLineDashes(SOLID);
    boolean picked = chosen.filter(spot.peer().peer().id()::equals).isPresent();
    if (picked) {
      double ring = em() * 1.1;
      g.setFill(chosen());
      g.fillOval(spot.x() - ring, spot.y() - ring, 2 * ring, 2 * ring);
      g.setStroke(accent());
      g.setLineWidth(em() / 8);
      g.strokeOval(spot.x() - ring, spot.y() - ring, 2 * ring, 2 * ring);
    }
    double radius = em() * (spot.peer().self() ? 0.75 : 0.55);
    boolean there = spot.peer().self() || spot.peer().link().connected();
    Color color = spot.peer().state().equals("suspect") ? warn() : there ? accent() : muted();
    g.setFill(there ? color : ground());
    g.fillOval(spot.x() - radius, spot.y() - radius, 2 * radius, 2 * radius);
    g.setStroke(color);
    g.setLineWidth(em() / 7);
    g.strokeOval(spot.x() - radius, spot.y() - radius, 2 * radius, 2 * radius);
  }

  /// Name, state and way below the dot; where it is crowded the name alone.
  private void words(GraphicsContext g, Spot spot, double width) {
    PeerView peer = spot.peer();
    boolean crowded = peers.size() - 1 > ONE_RING;
    String name = cut(peer.peer().name(), crowded ? 12 : 18);
    boolean picked = chosen.filter(peer.peer().id()::equals).isPresent();
    String more =
        peer.self() || (crowded && !picked)
            ? ""
            : TEXTS.get("map.words", PeerWords.mark(peer).word(), PeerWords.way(peer));
    double half = em() * 0.3 * Math.max(name.length(), more.length());
    double x = Math.clamp(spot.x(), Math.min(half, width / 2), Math.max(width - half, width / 2));
    double y = spot.y() + em() * 1.25; // below the ring around what is chosen
    g.setTextAlign(TextAlignment.CENTER);
    g.setTextBaseline(VPos.TOP);
    backed(g, name, x, y, text());
    if (!more.isEmpty()) {
      backed(g, more, x, y + em() * 1.25, muted());
    }
  }

  /// Writing over lines stays readable on its own ground.
  private void backed(GraphicsContext g, String words, double x, double y, Color color) {
    double half = em() * 0.29 * words.length();
    g.setFill(ground());
    g.fillRect(x - half, y, 2 * half, em() * 1.25);
    g.setFill(color);
    g.fillText(words, x, y);
  }

  private static String cut(String name, int most) {
    return name.length() <= most ? name : name.substring(0, most - 1) + "…";
  }
}
