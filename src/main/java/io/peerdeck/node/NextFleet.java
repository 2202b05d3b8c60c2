package io.peerdeck.node;

import io.peerdeck.fleet.FleetException;
import io.peerdeck.fleet.JoinTarget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// Where a node is on its way to, kept in the data folder until it is there, so that a restart does
/// not lose it. The file is the owner's alone: an invitation is a secret.
///
/// @param leave whether the fleet the folder follows is to be left first
/// @param join the fleet to go into
/// @param found the name of the fleet to found
record NextFleet(boolean leave, Optional<JoinTarget> join, Optional<String> found) {
  static final NextFleet NONE = new NextFleet(false, Optional.empty(), Optional.empty());

  private static final int MAX_FILE = 8 * 1024;
  private static final String LEAVE = "leave: yes";
  private static final String JOIN = "join: ";
  private static final String FOUND = "found: ";

  static NextFleet joining(JoinTarget target) {
    return new NextFleet(false, Optional.of(target), Optional.empty());
  }

  static NextFleet founding(String name) {
    return new NextFleet(false, Optional.empty(), Optional.of(name));
  }

  NextFleet leaving(boolean first) {
    return new NextFleet(first, join, found);
  }

  /// Reads the file; what it says is [#NONE] where there is none.
  static NextFleet read(Path file) {
    try {
      if (Files.size(file) > MAX_FILE) {
        throw damaged(file, "it is too large", null);
      }
      NextFleet next = NONE;
      for (String line : Files.readAllLines(file)) {
        next = next.with(line, file);
      }
      return next;
    } catch (NoSuchFileException e) {
      return NONE;
    } catch (IOException e) {
      throw damaged(file, DiskError.why(e), e);
    }
  }

  private NextFleet with(String line, Path file) {
    if (line.isBlank() || line.startsWith("#")) {
      return this;
    }
    if (line.equals(LEAVE)) {
      return leaving(true);
    }
    if (line.startsWith(FOUND)) {
      return new NextFleet(leave, join, Optional.of(line.substring(FOUND.length())));
    }
    if (!line.startsWith(JOIN)) {
      throw damaged(file, "it has a line that means nothing", null);
    }
    try {
      JoinTarget target = JoinTarget.parse(line.substring(JOIN.length()));
      return new NextFleet(leave, Optional.of(target), found);
    } catch (FleetException e) {
      throw damaged(file, String.valueOf(e.getMessage()), e);
    }
  }

  private static NodeException damaged(
      Path file, String why, @org.jspecify.annotations.Nullable Exception cause) {
    String message =
        file + " cannot be used: " + why + ". Remove it, and name the fleet to join once more.";
    return cause == null
        ? new NodeException(NodeException.Reason.INVALID, message)
        : new NodeException(NodeException.Reason.INVALID, message, cause);
  }

  /// Writes the file, durable on return.
  void write(Path file) {
    StringBuilder text =
        new StringBuilder("# Where this node is on its way to; removed when it is there.\n");
    if (leave) {
      text.append(LEAVE).append('\n');
    }
    join.ifPresent(target -> text.append(JOIN).append(target.text()).append('\n'));
    found.ifPresent(name -> text.append(FOUND).append(name).append('\n'));
    try {
      DataFolder.replacePrivate(
          file, text.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  /// Removes the file: the node is there.
  static void done(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw failed(file, e);
    }
  }

  private static NodeException failed(Path file, IOException e) {
    return new NodeException(
        NodeException.Reason.FAILED, file + " cannot be written: " + DiskError.why(e) + ".", e);
  }
}
