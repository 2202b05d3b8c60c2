package io.peerdeck.panel.part;

import java.util.Optional;
import javafx.scene.input.KeyCombination;
import org.kordamp.ikonli.feather.Feather;

/// Something that can be done now, as the palette lists it: an [Action] with what is selected, a
/// place to go, a setting to change.
///
/// @param id tells offers of one kind apart: `queue.cancel`
/// @param text what it does, in the imperative or as a name
/// @param about where it belongs or what it does it to; may be empty
/// @param shortcut the keys that do the same
/// @param command the same on the command line
public record Offer(
    String id,
    Feather icon,
    String text,
    String about,
    Optional<KeyCombination> shortcut,
    Optional<String> command,
    Runnable run) {
  /// Without keys and command.
  public static Offer of(String id, Feather icon, String text, String about, Runnable run) {
    return new Offer(id, icon, text, about, Optional.empty(), Optional.empty(), run);
  }
}
