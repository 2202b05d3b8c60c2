package io.peerdeck.blob;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.MultiformatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The names of pinned blocks, one a line, so that they are pinned again at the next start.
final class PinFile {
  /// More than anyone pins by hand; the file is rewritten with each.
  static final int MOST = 10_000;

  /// A CID of the longest common hash has 113 letters.
  private static final int LINE = 128;

  private static final Logger LOG = LoggerFactory.getLogger(PinFile.class);

  private final BlobFiles files;
  private final Path file;

  PinFile(BlobFiles files, Path file) {
    this.files = files;
    this.file = file;
  }

  /// In the order in which they were pinned; none before the first. Lines that name no block are
  /// reported and left out.
  List<Cid> read() {
    List<Cid> names = new ArrayList<>();
    try (InputStream in = Files.newInputStream(file)) {
      String text = new String(in.readNBytes(MOST * LINE), StandardCharsets.UTF_8);
      text.lines().limit(MOST).forEach(line -> add(line, names));
    } catch (NoSuchFileException nothingPinned) {
      return List.of();
    } catch (IOException e) {
      throw new BlobException("cannot read the pins in " + file + ": " + e.getMessage(), e);
    }
    return names;
  }

  private void add(String line, List<Cid> names) {
    try {
      names.add(Cid.parse(line));
    } catch (MultiformatException e) {
      LOG.warn("a line of {} is no CID and is left out: {}", file, e.getMessage());
    }
  }

  /// Durable when it returns; a killed process leaves the old names or these.
  void write(Collection<Cid> names) {
    String lines = names.stream().map(cid -> cid + "\n").collect(Collectors.joining());
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try {
      try (FileChannel out =
          FileChannel.open(
              fresh,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        ByteBuffer rest = ByteBuffer.wrap(lines.getBytes(StandardCharsets.US_ASCII));
        while (rest.hasRemaining()) {
          out.write(rest);
        }
        out.force(true);
      }
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      files.forceFolder();
    } catch (IOException e) {
      throw new BlobException("cannot keep the pins in " + file + ": " + e.getMessage(), e);
    }
  }
}
