package io.peerdeck.runner;

import io.peerdeck.workflow.Condition;
import io.peerdeck.workflow.Position;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// `actions/cache` and its halves `restore` and `save`.
/// ([cache](https://github.com/actions/cache))
final class CacheActions {
  private static final Position RUNNER = new Position("actions/cache", 1, 1);
  private static final int MAX_KEY = 512;
  private static final int MAX_KEYS = 10;

  private final JobFolder folder;
  private final CachePort caches;

  CacheActions(JobFolder folder, CachePort caches) {
    this.folder = folder;
    this.caches = caches;
  }

  /// What a step asks for.
  ///
  /// @param keys the key, then those to fall back to
  private record Wanted(List<String> keys, List<String> paths, String version) {
    String key() {
      return keys.getFirst();
    }
  }

  /// `actions/cache`: restores now, saves after the job's last step.
  void cache(ActionInputs inputs, ActionResult result) {
    final Wanted wanted = wanted(inputs);
    final Optional<CachePort.Entry> found = restore(inputs, wanted, result);
    final boolean exact = found.filter(entry -> entry.key().equals(wanted.key())).isPresent();
    result.later(
        Condition.success(RUNNER),
        later -> {
          if (exact) {
            later.say(
                "Cache hit occurred on the primary key " + wanted.key() + ", not saving cache.");
          } else {
            save(wanted, later);
          }
        });
  }

  /// `actions/cache/restore`.
  void restore(ActionInputs inputs, ActionResult result) {
    restore(inputs, wanted(inputs), result);
  }

  /// `actions/cache/save`.
  void save(ActionInputs inputs, ActionResult result) {
    save(wanted(inputs), result);
  }

  private static Wanted wanted(ActionInputs inputs) {
    final List<String> keys = new ArrayList<>();
    keys.add(inputs.text("key"));
    inputs.text("restore-keys").lines().map(String::strip).forEach(keys::add);
    keys.subList(1, keys.size()).removeIf(String::isEmpty);
    final List<String> paths =
        inputs.text("path").lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    if (keys.getFirst().isBlank() || paths.isEmpty()) {
      throw new RunnerException(
          "Input required and not supplied: " + (paths.isEmpty() ? "path" : "key"));
    }
    if (keys.size() > MAX_KEYS) {
      throw new RunnerException(
          "Key Validation Error: Keys are limited to a maximum of " + MAX_KEYS + ".");
    }
    for (final String key : keys) {
      if (key.length() > MAX_KEY) {
        throw new RunnerException(
            "Key Validation Error: " + key + " cannot be larger than " + MAX_KEY + " characters.");
      }
      if (key.contains(",")) {
        throw new RunnerException("Key Validation Error: " + key + " cannot contain commas.");
      }
    }
    return new Wanted(List.copyOf(keys), paths, version(paths));
  }

  private static String version(List<String> paths) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(String.join("\n", paths).getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private Optional<CachePort.Entry> restore(
      ActionInputs inputs, Wanted wanted, ActionResult result) {
    result.output("cache-primary-key", wanted.key());
    final Optional<CachePort.Entry> found = fetched(inputs, wanted, result);
    if (found.isEmpty()) {
      if (inputs.flag("fail-on-cache-miss")) {
        throw new RunnerException(
            "Failed to restore cache entry. Exiting as fail-on-cache-miss is set. Input key: "
                + wanted.key());
      }
      result.say("Cache not found for input keys: " + String.join(", ", wanted.keys()));
      return found;
    }
    final CachePort.Entry entry = found.get();
    result.output("cache-matched-key", entry.key());
    result.output("cache-hit", String.valueOf(entry.key().equals(wanted.key())));
    return found;
  }

  /// A cache that cannot be read is no reason to fail: the job makes its files anew.
  private Optional<CachePort.Entry> fetched(
      ActionInputs inputs, Wanted wanted, ActionResult result) {
    try {
      final Optional<CachePort.Entry> found = caches.find(wanted.keys(), wanted.version());
      if (found.isEmpty()) {
        return found;
      }
      final CachePort.Entry entry = found.get();
      final String told = entry.key() + " (" + entry.bytes() + " bytes, " + entry.cid() + ")";
      if (inputs.flag("lookup-only")) {
        result.say("Cache found and can be restored from key: " + told);
      } else {
        caches.restore(entry, folder.areas());
        result.say("Cache restored from key: " + told);
      }
      return found;
    } catch (RuntimeException e) {
      result.warn("Failed to restore: " + e.getMessage());
      return Optional.empty();
    }
  }

  private void save(Wanted wanted, ActionResult result) {
    final FileSearch found =
        FileSearch.of(GlobPattern.parse(wanted.paths(), folder, "path"), true, folder.workspace());
    if (found.files().isEmpty()) {
      result.warn(
          "Path Validation Error: Path(s) specified in the action for caching do(es) not exist,"
              + " hence no cache is being saved.");
      return;
    }
    if (found.links() > 0) {
      result.warn(found.links() + " symbolic links were left out of the cache.");
    }
    try {
      final boolean taken =
          caches
              .find(List.of(wanted.key()), wanted.version())
              .filter(entry -> entry.key().equals(wanted.key()))
              .isPresent();
      if (taken) {
        result.say(
            "Unable to reserve cache with key " + wanted.key() + ": a cache of it exists already.");
        return;
      }
      final List<Path> files = found.files().stream().map(folder.root()::relativize).toList();
      final CachePort.Entry entry =
          caches.save(wanted.key(), wanted.version(), folder.root(), files);
      result.say(
          "Cache saved with key: %s (%d %s, %d bytes, %s)"
              .formatted(
                  entry.key(),
                  files.size(),
                  files.size() == 1 ? "file" : "files",
                  entry.bytes(),
                  entry.cid()));
    } catch (RuntimeException e) {
      result.warn("Failed to save: " + e.getMessage());
    }
  }
}
