package io.peerdeck.node;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/// One thing that can be set: a key of `config.yaml`, what people are told of it, and how its value
/// is read from the settings.
///
/// @param choices the words it takes, empty for any
/// @param range the least and the most of a number
/// @param isLive whether a change holds at once, not from the next start on
/// @param value what is set, more than one for a list
record Setting(
    String key,
    Type type,
    List<String> choices,
    Optional<Range> range,
    String description,
    boolean isLive,
    Function<FolderSettings, List<String>> value) {
  enum Type {
    TEXT,
    LIST,
    NUMBER,
    CHOICE
  }

  /// @param least both within the range
  record Range(int least, int most) {}

  static Setting text(
      String key, String description, Function<FolderSettings, Optional<String>> value) {
    return new Setting(
        key,
        Type.TEXT,
        List.of(),
        Optional.empty(),
        description,
        false,
        settings -> value.apply(settings).stream().toList());
  }

  static Setting list(
      String key, String description, Function<FolderSettings, List<String>> value) {
    return new Setting(key, Type.LIST, List.of(), Optional.empty(), description, false, value);
  }

  static Setting number(
      String key, int least, int most, String description, ToLongFunction<FolderSettings> value) {
    return new Setting(
        key,
        Type.NUMBER,
        List.of(),
        Optional.of(new Range(least, most)),
        description,
        false,
        settings -> List.of(Long.toString(value.applyAsLong(settings))));
  }

  static Setting choice(
      String key,
      List<String> choices,
      String description,
      Function<FolderSettings, String> value) {
    return new Setting(
        key,
        Type.CHOICE,
        choices,
        Optional.empty(),
        description,
        false,
        settings -> List.of(value.apply(settings)));
  }

  static Setting onOff(String key, String description, Predicate<FolderSettings> value) {
    return choice(
        key, List.of("on", "off"), description, settings -> value.test(settings) ? "on" : "off");
  }

  /// The same, a change of which holds at once.
  Setting live() {
    return new Setting(key, type, choices, range, description, true, value);
  }

  String text(FolderSettings settings) {
    return String.join(", ", value.apply(settings));
  }

  /// A person's text as YAML; empty for the default.
  Optional<String> yaml(String text) {
    if (text.isBlank()) {
      return Optional.empty();
    }
    return Optional.of(
        type == Type.LIST ? SettingsText.list(items(text)) : SettingsText.scalar(text.strip()));
  }

  private static List<String> items(String text) {
    return Arrays.stream(text.split("[,\n]")).map(String::strip).filter(t -> !t.isEmpty()).toList();
  }
}
