package io.peerdeck.panel.look;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import io.peerdeck.panel.memory.PanelMemory;
import io.peerdeck.panel.part.Icons;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javafx.application.Application;
import javafx.application.Platform;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.scene.Scene;

/// The theme and the scale of all the panel's windows: as the system says, until the person says
/// otherwise. Changes are seen at once. Used on the FX thread only.
///
/// Nothing in the panel moves by itself, so there is nothing to still where the system asks for
/// reduced motion.
public final class Look implements AutoCloseable {
  private static final String BASE = sheet("panel.css");
  private static final String CONTRAST = sheet("high-contrast.css");

  private static final String NAME = "look";

  private final PanelMemory memory;
  private final ReadOnlyObjectWrapper<Theme> theme;
  private final ReadOnlyObjectWrapper<Scale> scale;
  private final List<Scene> scenes = new ArrayList<>();
  private final InvalidationListener follow = o -> apply();

  /// Kept of it.
  record Kept(String theme, int percent) {}

  /// Starts with `first`; where that follows the system, with what the person chose last time.
  public Look(Theme first, PanelMemory memory) {
    this.memory = memory;
    Optional<Kept> kept = memory.recall(NAME, Kept.class);
    this.theme =
        new ReadOnlyObjectWrapper<>(
            first == Theme.SYSTEM ? kept.flatMap(Look::known).orElse(first) : first);
    this.scale =
        new ReadOnlyObjectWrapper<>(kept.map(k -> new Scale(k.percent())).orElse(Scale.NORMAL));
    Platform.getPreferences().addListener(follow);
    apply();
  }

  /// Reads the style sheet that the first window will most likely have.
  public static void ahead() {
    wear(Theme.SYSTEM);
  }

  /// Reads the fonts that every window has. On any thread, once the toolkit runs.
  public static void fontsAhead() {
    Figures.uneven();
    Icons.ahead();
  }

  private static Optional<Theme> known(Kept kept) {
    return Arrays.stream(Theme.values()).filter(t -> t.name().equals(kept.theme())).findFirst();
  }

  public ReadOnlyObjectProperty<Theme> theme() {
    return theme.getReadOnlyProperty();
  }

  public ReadOnlyObjectProperty<Scale> scale() {
    return scale.getReadOnlyProperty();
  }

  public void choose(Theme wanted) {
    choose(wanted, scale.get());
  }

  public void choose(Scale wanted) {
    choose(theme.get(), wanted);
  }

  /// Both at once: every window is styled anew only once.
  public void choose(Theme wanted, Scale size) {
    theme.set(wanted);
    scale.set(size);
    memory.keep(NAME, new Kept(wanted.name(), size.percent()));
    apply();
  }

  public void larger() {
    choose(scale.get().larger());
  }

  public void smaller() {
    choose(scale.get().smaller());
  }

  /// From now on the scene and the popups over it look as chosen.
  public void dress(Scene scene) {
    scenes.add(scene);
    if (Figures.uneven()) {
      scene.getRoot().getStyleClass().add("uneven-figures");
    }
    apply(scene);
  }

  /// The scene is gone.
  public void undress(Scene scene) {
    scenes.remove(scene);
  }

  private static Theme on(Theme wanted) {
    Platform.Preferences system = Platform.getPreferences();
    return wanted.on(system.getColorScheme(), system);
  }

  private static void wear(Theme wanted) {
    boolean light = on(wanted) == Theme.LIGHT;
    Application.setUserAgentStylesheet(
        (light ? new PrimerLight() : new PrimerDark()).getUserAgentStylesheet());
  }

  private void apply() {
    wear(theme.get());
    scenes.forEach(this::apply);
  }

  private void apply(Scene scene) {
    List<String> sheets = new ArrayList<>();
    sheets.add(BASE);
    if (on(theme.get()) == Theme.HIGH_CONTRAST) {
      sheets.add(CONTRAST);
    }
    if (scale.get().percent() != Scale.NORMAL.percent()) {
      sheets.add(scale.get().stylesheet());
    }
    if (!scene.getStylesheets().equals(sheets)) {
      scene.getStylesheets().setAll(sheets);
    }
  }

  private static String sheet(String name) {
    return Objects.requireNonNull(Look.class.getResource("/io/peerdeck/panel/" + name))
        .toExternalForm();
  }

  @Override
  public void close() {
    Platform.getPreferences().removeListener(follow);
    scenes.clear();
  }
}
