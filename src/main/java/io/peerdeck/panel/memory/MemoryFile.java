package io.peerdeck.panel.memory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/// The memory's file: a JSON object of at most [#MAX_BYTES], replaced as a whole.
final class MemoryFile {
  /// Far more than any operator's columns and filters take.
  static final int MAX_BYTES = 1 << 20;

  private final Path file;
  private final ObjectMapper mapper;

  MemoryFile(Path file, ObjectMapper mapper) {
    this.file = file;
    this.mapper = mapper;
  }

  /// What stands in the file; an empty object where there is none. Throws when it cannot be read or
  /// is no such object.
  ObjectNode read() throws IOException {
    byte[] text;
    try (InputStream in = Files.newInputStream(file)) {
      text = in.readNBytes(MAX_BYTES + 1);
    } catch (NoSuchFileException e) {
      return mapper.createObjectNode();
    }
    if (text.length > MAX_BYTES) {
      throw new IOException("it is larger than " + MAX_BYTES + " bytes");
    }
    try {
      if (mapper.readTree(text) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException e) {
      throw new IOException("it is not JSON: " + e.getOriginalMessage(), e);
    }
    throw new IOException("it is no JSON object");
  }

  /// Renames the file, so that nothing in it is lost, and returns its new name.
  Path keepAside(Instant now) throws IOException {
    Path aside = file.resolveSibling(file.getFileName() + ".unreadable-" + now.getEpochSecond());
    return Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
  }

  /// Writes beside, syncs, then takes the file's place.
  void write(ObjectNode content) throws IOException {
    byte[] text = mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(content);
    if (text.length > MAX_BYTES) {
      throw new IOException("it would be larger than " + MAX_BYTES + " bytes");
    }
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    try (FileChannel channel =
        FileChannel.open(
            fresh,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
