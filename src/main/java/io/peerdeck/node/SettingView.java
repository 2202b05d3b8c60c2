package io.peerdeck.node;

import java.util.List;
import java.util.Optional;

/// One setting of this node.
///
/// @param value as text; items of a list are separated by a comma and a space; empty text for none
/// @param defaultValue what holds when nothing is set
/// @param type `text`, `choice`, `number` or `list`
/// @param choices the only values of a choice
/// @param min of a number
/// @param max of a number
/// @param description what it does, in a sentence
/// @param applied `live` or `restart`: when a change takes effect
/// @param source `file`, `default`, or `start` when the program was started with another value,
///     which holds until it is started without
public record SettingView(
    String key,
    String value,
    String defaultValue,
    String type,
    List<String> choices,
    Optional<Integer> min,
    Optional<Integer> max,
    String description,
    String applied,
    String source) {
  public SettingView {
    choices = List.copyOf(choices);
  }
}
