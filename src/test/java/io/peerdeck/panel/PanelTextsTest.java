package io.peerdeck.panel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Every text the sources ask for exists, and every text that exists is asked for.
final class PanelTextsTest {
  private static final Path SOURCES = Path.of("src/main/java/io/peerdeck/panel");
  private static final Path BUNDLES = Path.of("src/main/resources/io/peerdeck/panel");
  private static final Pattern BUNDLE = Pattern.compile("Texts\\.of\\(\\s*\"(\\w+)\"\\s*\\)");
  private static final Pattern LITERAL = Pattern.compile("\"([a-z][A-Za-z.-]*)(\"\\s*\\+)?");
  private static final Pattern SUFFIX = Pattern.compile("\\+\\s*\"(\\.[a-z]+)\"");
  private static final Pattern ASKED =
      Pattern.compile("(?i)texts\\s*\\.\\s*(get|count)\\(\\s*\"([^\"]+)\"(\\s*\\+)?");

  private static final Pattern ASKING = Pattern.compile("(?i)texts\\s*\\.\\s*(get|count)\\(");
  private static final Pattern CHOSEN =
      Pattern.compile("[?:]\\s*\"([a-zA-Z][\\w.-]*)\"(?!\\s*\\+)");

  @Test
  void noTextIsMissing() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path file : sources()) {
      String source = Files.readString(file);
      Set<String> keys = new TreeSet<>();
      bundles(source).forEach(bundle -> keys.addAll(keys(bundle)));
      Matcher asked = ASKED.matcher(source);
      while (asked.find() && !keys.isEmpty()) {
        String key = asked.group(2);
        boolean known =
            asked.group(3) != null
                ? keys.stream().anyMatch(k -> k.startsWith(key))
                : asked.group(1).equals("count")
                    ? keys.contains(key + ".one") && keys.contains(key + ".many")
                    : keys.contains(key);
        if (!known) {
          missing.add(file.getFileName() + ": " + key);
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  /// Where one of two texts is asked for, both exist.
  @Test
  void noTextOfAChoiceIsMissing() throws IOException {
    List<String> missing = new ArrayList<>();
    int seen = 0;
    for (Path file : sources()) {
      String source = Files.readString(file);
      Set<String> keys = new TreeSet<>();
      bundles(source).forEach(bundle -> keys.addAll(keys(bundle)));
      Matcher asking = ASKING.matcher(source);
      while (asking.find() && !keys.isEmpty()) {
        Matcher chosen = CHOSEN.matcher(firstArgument(source, asking.end()));
        while (chosen.find()) {
          seen++;
          String key = chosen.group(1);
          if (!keys.contains(key) && !keys.contains(key + ".one")) {
            missing.add(file.getFileName() + ": " + key);
          }
        }
      }
    }
    assertThat(seen).isGreaterThan(20);
    assertThat(missing).isEmpty();
  }

  /// What stands from there up to the comma or bracket that ends it.
  private static String firstArgument(String source, int from) {
    int depth = 0;
    boolean quoted = false;
    for (int i = from; i < source.length(); i++) {
      char c = source.charAt(i);
      if (c == '"') {
        quoted = !quoted;
      } else if (!quoted && c == '(') {
        depth++;
      } else if (!quoted && depth == 0 && (c == ')' || c == ',')) {
        return source.substring(from, i);
      } else if (!quoted && c == ')') {
        depth--;
      }
    }
    return "";
  }

  /// What is told of many rows is told of one as well, and when it fails or is refused.
  @Test
  void everyCommandForManyRowsHasAllItsTexts() throws IOException {
    List<String> missing = new ArrayList<>();
    for (String bundle : all()) {
      Set<String> keys = keys(bundle);
      for (String key : keys) {
        if (key.endsWith(".several") && keys.contains(key.replace(".several", ".done"))) {
          for (String other : List.of(".failed", ".refused")) {
            String wanted = key.replace(".several", other);
            if (!keys.contains(wanted)) {
              missing.add(bundle + ": " + wanted);
            }
          }
        }
      }
    }
    assertThat(missing).isEmpty();
  }

  @Test
  void noTextIsUnused() throws IOException {
    Map<String, StringBuilder> users = new HashMap<>();
    for (Path file : sources()) {
      String source = Files.readString(file);
      for (String bundle : bundles(source)) {
        users.computeIfAbsent(bundle, b -> new StringBuilder()).append(source);
      }
    }
    // Commands for many rows are told with the words of their screen.
    for (String bundle : List.of("caches", "peers", "runs", "transfers")) {
      users
          .getOrDefault(bundle, new StringBuilder())
          .append(Files.readString(SOURCES.resolve("part/Bulk.java")));
    }
    // A file of a preview is handed the preview's texts.
    users
        .getOrDefault("preview", new StringBuilder())
        .append(Files.readString(SOURCES.resolve("preview/PreviewFile.java")));
    List<String> unused = new ArrayList<>();
    for (String bundle : all()) {
      String source = users.getOrDefault(bundle, new StringBuilder()).toString();
      Set<String> literals = new TreeSet<>();
      Set<String> prefixes = new TreeSet<>();
      Matcher literal = LITERAL.matcher(source);
      while (literal.find()) {
        (literal.group(2) == null ? literals : prefixes).add(literal.group(1));
      }
      Set<String> suffixes = new TreeSet<>();
      SUFFIX.matcher(source).results().forEach(r -> suffixes.add(r.group(1)));
      for (String key : keys(bundle)) {
        boolean used =
            literals.contains(key)
                || literals.contains(key.replaceAll("\\.(one|many)$", ""))
                || prefixes.stream().anyMatch(p -> p.endsWith(".") && key.startsWith(p))
                || suffixes.stream().anyMatch(key::endsWith);
        if (!used) {
          unused.add(bundle + ": " + key);
        }
      }
    }
    assertThat(unused).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }

  private static List<String> all() throws IOException {
    try (Stream<Path> files = Files.list(BUNDLES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".properties"))
          .map(name -> name.substring(0, name.indexOf('.')))
          .sorted()
          .toList();
    }
  }

  private static Set<String> bundles(String source) {
    return BUNDLE.matcher(source).results().map(r -> r.group(1)).collect(Collectors.toSet());
  }

  private static Set<String> keys(String bundle) {
    return ResourceBundle.getBundle("io.peerdeck.panel." + bundle, Locale.ROOT).keySet();
  }
}
