package io.peerdeck.panel.preview;

import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// The workflow files among what was dropped or chosen: files as they are, folders by what is in
/// their `.github/workflows` and by files elsewhere in them that read like a workflow. Bounded in
/// depth, entries and bytes; follows no links in folders. Never on the FX thread.
final class DroppedFiles {
  /// GitHub's bound for a workflow file.
  static final long MOST_BYTES = 1 << 20;

  static final int MOST_FILES = 200;
  static final int MOST_ENTRIES = 5_000;
  private static final int DEPTH = 6;
  private static final Set<String> SKIPPED = Set.of("node_modules", "target", "build", "dist");
  private static final Pattern TRIGGER = Pattern.compile("(?m)^[\"']?on[\"']?\\s*:");
  private static final Pattern JOBS = Pattern.compile("(?m)^[\"']?jobs[\"']?\\s*:");
  private static final Texts TEXTS = Texts.of("preview");

  /// What came of it.
  ///
  /// @param notes what was left out of folders, for people
  record Found(List<Path> files, List<Refused> refused, List<String> notes) {}

  /// A file that is not shown to the node, and why.
  record Refused(Path file, String why) {}

  private final List<Path> files = new ArrayList<>();
  private final List<Refused> refused = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<Path, Path> places = new HashMap<>();
  private final Map<ByteBuffer, Path> contents = new HashMap<>();
  private int entries;

  private DroppedFiles() {}

  static Found of(List<Path> dropped) {
    DroppedFiles found = new DroppedFiles();
    for (Path path : dropped) {
      if (Files.isDirectory(path)) {
        found.folder(path);
      } else {
        found.file(path);
      }
    }
    return new Found(List.copyOf(found.files), List.copyOf(found.refused), found.notes);
  }

  private void file(Path path) {
    if (!isYaml(path)) {
      refuse(path, TEXTS.get("refused.kind"));
    } else if (files.size() >= MOST_FILES) {
      refuse(path, TEXTS.get("refused.many", MOST_FILES));
    } else if (!Files.exists(path)) {
      // The node says what is wrong with it.
      once(path, path);
    } else {
      existing(path);
    }
  }

  private void existing(Path path) {
    try {
      if (!Files.isRegularFile(path)) {
        refuse(path, TEXTS.get("refused.special"));
        return;
      }
      long size = Files.size(path);
      if (size > MOST_BYTES) {
        refuse(path, TEXTS.get("refused.large", Words.bytes(size), Words.bytes(MOST_BYTES)));
        return;
      }
      byte[] content = head(path);
      if (!isText(content)) {
        refuse(path, TEXTS.get("refused.binary"));
        return;
      }
      Path same = contents.putIfAbsent(ByteBuffer.wrap(content), path);
      if (same != null && !same.toRealPath().equals(path.toRealPath())) {
        refuse(path, TEXTS.get("refused.same", same));
        return;
      }
      once(path, path.toRealPath());
    } catch (IOException e) {
      refuse(path, unreadable(e));
    }
  }

  private static String unreadable(IOException e) {
    return switch (e) {
      case NoSuchFileException gone -> TEXTS.get("refused.gone");
      case AccessDeniedException denied -> TEXTS.get("refused.denied");
      case FileSystemException failed when failed.getReason() != null ->
          TEXTS.get("refused.unreadable", failed.getReason());
      default -> TEXTS.get("refused.unreadable", String.valueOf(e.getMessage()));
    };
  }

  private void once(Path path, Path real) {
    Path before = places.putIfAbsent(real, path);
    if (before == null) {
      files.add(path);
    } else if (!before.equals(path)) {
      refuse(path, TEXTS.get("refused.same", before));
    }
  }

  private void refuse(Path path, String why) {
    refused.add(new Refused(path, why));
  }

  private static byte[] head(Path path) throws IOException {
    try (var in = Files.newInputStream(path)) {
      return in.readNBytes((int) MOST_BYTES + 1);
    }
  }

  private static boolean isText(byte[] content) {
    for (byte b : content) {
      if (b == 0) {
        return false;
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(content)).hasRemaining()
          || content.length == 0;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  static boolean isYaml(Path path) {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    return name.endsWith(".yml") || name.endsWith(".yaml");
  }

  private void folder(Path folder) {
    int before = files.size() + refused.size();
    try {
      Files.walkFileTree(
          folder, EnumSet.noneOf(java.nio.file.FileVisitOption.class), DEPTH, walk());
    } catch (IOException e) {
      notes.add(TEXTS.get("folder.unreadable", folder, unreadable(e)));
    }
    if (files.size() + refused.size() == before) {
      notes.add(TEXTS.get("folder.none", folder));
    }
    if (entries > MOST_ENTRIES) {
      notes.add(TEXTS.get("folder.large", folder, MOST_ENTRIES));
    }
  }

  private SimpleFileVisitor<Path> walk() {
    return new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        String name = String.valueOf(folder.getFileName());
        boolean hidden = name.startsWith(".") && !name.equals(".github") && name.length() > 1;
        boolean root = entries == 0;
        entries++;
        return !root && (hidden || SKIPPED.contains(name))
            ? FileVisitResult.SKIP_SUBTREE
            : FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        if (++entries > MOST_ENTRIES) {
          return FileVisitResult.TERMINATE;
        }
        if (attributes.isRegularFile() && isYaml(file) && (inWorkflows(file) || reads(file))) {
          file(file);
        }
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException e) {
        notes.add(TEXTS.get("folder.unreadable", file, unreadable(e)));
        return FileVisitResult.CONTINUE;
      }
    };
  }

  private static boolean inWorkflows(Path file) {
    Path folder = file.getParent();
    return folder != null && folder.endsWith(Path.of(".github", "workflows"));
  }

  /// Whether a YAML file has the two keys every workflow has.
  private static boolean reads(Path file) {
    try {
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > MOST_BYTES) {
        return false;
      }
      String text = new String(head(file), StandardCharsets.UTF_8);
      return TRIGGER.matcher(text).find() && JOBS.matcher(text).find();
    } catch (IOException e) {
      // It is one of many files of the folder: what cannot be read does not read like a workflow.
      return false;
    }
  }
}
