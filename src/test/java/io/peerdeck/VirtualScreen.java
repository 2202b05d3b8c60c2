package io.peerdeck;

import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;

/// An X server without a monitor, and pictures of what it shows.
final class VirtualScreen implements AutoCloseable {
  static final int WIDTH = 1280;
  static final int HEIGHT = 900;

  private final Process server;
  private final String number;
  private final Path memory;

  private VirtualScreen(Process server, String number, Path memory) {
    this.server = server;
    this.number = number;
    this.memory = memory;
  }

  /// Starts one on a display nobody uses; its memory is a file in the folder.
  static VirtualScreen start(Path folder) throws IOException {
    Files.createDirectories(folder);
    Process server =
        new ProcessBuilder(
                "Xvfb",
                "-displayfd",
                "1",
                "-screen",
                "0",
                WIDTH + "x" + HEIGHT + "x24",
                "-nolisten",
                "tcp",
                "-ac",
                "-fbdir",
                folder.toString())
            .redirectError(folder.resolve("xvfb.log").toFile())
            .start();
    BufferedReader said = server.inputReader(StandardCharsets.US_ASCII);
    String number = said.readLine();
    if (number == null) {
      server.destroyForcibly();
      throw new IOException("Xvfb does not start, see " + folder.resolve("xvfb.log"));
    }
    return new VirtualScreen(server, number, folder.resolve("Xvfb_screen0"));
  }

  /// The value of `DISPLAY`.
  String display() {
    return ":" + number;
  }

  /// What is on the screen. Xvfb keeps it as an X window dump: a header of big-endian numbers, the
  /// colour map, rows of four bytes per pixel.
  BufferedImage picture() {
    try {
      ByteBuffer dump = ByteBuffer.wrap(Files.readAllBytes(memory));
      int header = dump.getInt(0);
      int littleEndian = dump.getInt(28);
      int rowBytes = dump.getInt(48);
      int colours = dump.getInt(76);
      dump.order(littleEndian == 0 ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
      BufferedImage image = new BufferedImage(WIDTH, HEIGHT, BufferedImage.TYPE_INT_RGB);
      int start = header + 12 * colours;
      for (int y = 0; y < HEIGHT; y++) {
        for (int x = 0; x < WIDTH; x++) {
          image.setRGB(x, y, dump.getInt(start + y * rowBytes + 4 * x));
        }
      }
      return image;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// How many different colours the screen shows: one while it is empty.
  long colours() {
    BufferedImage image = picture();
    return IntStream.range(0, WIDTH * HEIGHT)
        .map(i -> image.getRGB(i % WIDTH, i / WIDTH))
        .distinct()
        .count();
  }

  /// How many pixels are not as in an earlier picture.
  long different(BufferedImage before) {
    BufferedImage now = picture();
    return IntStream.range(0, WIDTH * HEIGHT)
        .filter(i -> before.getRGB(i % WIDTH, i / WIDTH) != now.getRGB(i % WIDTH, i / WIDTH))
        .count();
  }

  /// The classes of the windows that bear the program's name, as `xprop` tells them.
  List<String> windows() throws IOException {
    Process told =
        new ProcessBuilder("xprop", "-display", display(), "-name", "Peerdeck", "WM_CLASS").start();
    try (BufferedReader out = told.inputReader(StandardCharsets.US_ASCII)) {
      return out.lines().map(line -> line.replaceFirst(".*, \"(.+)\"$", "$1")).toList();
    }
  }

  /// Saves what is on the screen.
  void save(Path png) throws IOException {
    Files.createDirectories(png.getParent());
    if (!ImageIO.write(picture(), "png", png.toFile())) {
      throw new IOException("no writer for PNG");
    }
  }

  @Override
  public void close() {
    server.destroy();
  }
}
