package io.peerdeck.node;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// The secrets and variables of this machine. They never leave it: a job that runs here gets the
/// secrets granted to it, any other peer that would run it needs its own. On disk they are sealed
/// ([SealedFile]); names, sizes and numbers are bounded as at GitHub.
final class LocalSecrets {
  private static final Pattern NAME = Pattern.compile("[A-Z_][A-Z0-9_]*");
  private static final int MAX_NAME = 255;
  private static final int MAX_VALUE = 48 * 1024;
  private static final int MAX_COUNT = 100;
  private static final int MAX_GRANTS = 1000;

  /// What is kept of a secret.
  record Kept(String value, long changed, List<SecretGrant> grants) {}

  /// All that is kept.
  record Book(Map<String, Kept> secrets, Map<String, String> variables) {
    static final Book EMPTY = new Book(Map.of(), Map.of());
  }

  private final SealedFile file;
  private final InstantSource wall;
  private final Runnable changed;

  // Guarded by this; null until it was read.
  private Optional<Book> book = Optional.empty();

  /// @param changed told after every change
  LocalSecrets(SealedFile file, InstantSource wall, Runnable changed) {
    this.file = file;
    this.wall = wall;
    this.changed = changed;
  }

  private synchronized Book book() {
    if (book.isEmpty()) {
      book = Optional.of(file.read());
    }
    return book.get();
  }

  private void write(Book next) {
    synchronized (this) {
      file.write(next);
      book = Optional.of(next);
    }
    changed.run();
  }

  List<SecretView> secrets() {
    List<SecretView> views = new ArrayList<>();
    new TreeMap<>(book().secrets())
        .forEach(
            (name, kept) ->
                views.add(
                    new SecretView(name, Instant.ofEpochMilli(kept.changed()), kept.grants())));
    return views;
  }

  List<VariableView> views() {
    return new TreeMap<>(book().variables())
        .entrySet().stream()
            .map(variable -> new VariableView(variable.getKey(), variable.getValue()))
            .toList();
  }

  /// The `vars` of a job.
  Map<String, String> variables() {
    return book().variables();
  }

  synchronized void set(String name, String value) {
    Map<String, Kept> next = new LinkedHashMap<>(book().secrets());
    String key = checked(name, value, next.keySet());
    List<SecretGrant> grants = next.containsKey(key) ? next.get(key).grants() : List.of();
    next.put(key, new Kept(value, wall.millis(), grants));
    write(new Book(next, book().variables()));
  }

  synchronized void setVariable(String name, String value) {
    Map<String, String> next = new LinkedHashMap<>(book().variables());
    next.put(checked(name, value, next.keySet()), value);
    write(new Book(book().secrets(), next));
  }

  synchronized void remove(String name) {
    Map<String, Kept> next = new LinkedHashMap<>(book().secrets());
    kept(name);
    next.remove(upper(name));
    write(new Book(next, book().variables()));
  }

  synchronized void removeVariable(String name) {
    Map<String, String> next = new LinkedHashMap<>(book().variables());
    if (next.remove(upper(name)) == null) {
      throw absent("variable", name);
    }
    write(new Book(book().secrets(), next));
  }

  /// Lets a secret be used; a grant that is there already stays.
  synchronized void grant(String name, SecretGrant grant) {
    Kept kept = kept(name);
    if (kept.grants().contains(grant)) {
      return;
    }
    if (kept.grants().size() >= MAX_GRANTS) {
      throw new NodeException(
          NodeException.Reason.REFUSED,
          "The secret "
              + upper(name)
              + " has "
              + MAX_GRANTS
              + " grants; set it anew after removing it, or grant any snapshot.");
    }
    List<SecretGrant> grants = new ArrayList<>(kept.grants());
    grants.add(grant);
    Map<String, Kept> next = new LinkedHashMap<>(book().secrets());
    next.put(upper(name), new Kept(kept.value(), kept.changed(), List.copyOf(grants)));
    write(new Book(next, book().variables()));
  }

  /// Why a job that names these secrets cannot run here; empty if it can.
  Optional<String> refusal(SecretUse use, Set<String> names) {
    for (String name : names) {
      Kept kept = book().secrets().get(name);
      if (kept == null) {
        return Optional.of("it needs the secret " + name + ", which this machine does not have");
      }
      if (kept.grants().stream().noneMatch(grant -> grant.covers(use))) {
        return Optional.of(
            "it needs the secret "
                + name
                + ", which is not granted here to this submitter for this workflow file and"
                + " snapshot");
      }
    }
    return Optional.empty();
  }

  /// The values of those of the named secrets that are granted.
  Map<String, String> granted(SecretUse use, Set<String> names) {
    Map<String, String> values = new TreeMap<>();
    for (String name : names) {
      Kept kept = book().secrets().get(name);
      if (kept != null && kept.grants().stream().anyMatch(grant -> grant.covers(use))) {
        values.put(name, kept.value());
      }
    }
    return values;
  }

  private Kept kept(String name) {
    Kept kept = book().secrets().get(upper(name));
    if (kept == null) {
      throw absent("secret", name);
    }
    return kept;
  }

  private static NodeException absent(String what, String name) {
    return new NodeException(
        NodeException.Reason.NOT_FOUND, "This machine has no " + what + " " + upper(name) + ".");
  }

  private static String upper(String name) {
    return name.strip().toUpperCase(Locale.ROOT);
  }

  private static String checked(String name, String value, Collection<String> known) {
    String key = upper(name);
    if (!NAME.matcher(key).matches() || key.length() > MAX_NAME || key.startsWith("GITHUB_")) {
      throw new NodeException(
          NodeException.Reason.INVALID,
          "`"
              + name
              + "` is no name: letters, digits and _, no digit first, not beginning with GITHUB_.");
    }
    int bytes = value.getBytes(StandardCharsets.UTF_8).length;
    if (value.isEmpty() || bytes > MAX_VALUE || value.indexOf('\0') >= 0) {
      throw new NodeException(
          NodeException.Reason.INVALID,
          "The value of " + key + " has " + bytes + " bytes; 1 to " + MAX_VALUE + " without NUL.");
    }
    if (!known.contains(key) && known.size() >= MAX_COUNT) {
      throw new NodeException(
          NodeException.Reason.REFUSED, "There are " + MAX_COUNT + " already; remove one first.");
    }
    return key;
  }
}
