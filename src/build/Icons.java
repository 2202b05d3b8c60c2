import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// Draws `icons/peerdeck.svg` in every size a desktop asks for: `java src/build/Icons.java icons`;
/// and binds the drawings into the files that Windows and macOS want. It reads the few shapes that picture is made of and refuses any other.
public final class Icons {
  private static final int[] SIZES = {16, 32, 48, 64, 128, 256, 512};

  /// macOS's names for PNG pictures of 16 (twice as dense 32), 32 (64), 128, 256 and 512.
  private static final Map<String, Integer> APPLE =
      new TreeMap<>(
          Map.of(
              "icp4", 16, "icp5", 32, "ic11", 32, "ic12", 64, "ic07", 128, "ic08", 256, "ic09", 512));

  private Icons() {}

  public static void main(String[] args) throws Exception {
    File folder = new File(args[0]);
    System.setProperty("java.awt.headless", "true");
    Element svg =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new File(folder, "peerdeck.svg"))
            .getDocumentElement();
    for (int size : SIZES) {
      BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_ARGB);
      Graphics2D graphics = image.createGraphics();
      graphics.setRenderingHint(
          RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
      graphics.setRenderingHint(
          RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
      graphics.scale(size / 512.0, size / 512.0);
      NodeList shapes = svg.getElementsByTagName("*");
      for (int i = 0; i < shapes.getLength(); i++) {
        draw(graphics, (Element) shapes.item(i));
      }
      graphics.dispose();
      ImageIO.write(image, "png", new File(folder, "peerdeck-" + size + ".png"));
    }
    Files.write(folder.toPath().resolve("peerdeck.ico"), windows(folder));
    Files.write(folder.toPath().resolve("peerdeck.icns"), apple(folder));
  }

  private static byte[] windows(File folder) throws Exception {
    int[] sizes = {16, 32, 48, 64, 128, 256};
    ByteBuffer ico = ByteBuffer.allocate(1 << 20).order(ByteOrder.LITTLE_ENDIAN);
    ico.putShort((short) 0).putShort((short) 1).putShort((short) sizes.length);
    int offset = 6 + 16 * sizes.length;
    for (int size : sizes) {
      int length = png(folder, size).length;
      ico.put((byte) size).put((byte) size).putShort((short) 0); // 256 is written as 0
      ico.putShort((short) 1).putShort((short) 32).putInt(length).putInt(offset);
      offset += length;
    }
    for (int size : sizes) {
      ico.put(png(folder, size));
    }
    return Arrays.copyOf(ico.array(), ico.position());
  }

  private static byte[] apple(File folder) throws Exception {
    ByteBuffer icns = ByteBuffer.allocate(1 << 20);
    icns.put("icns".getBytes(StandardCharsets.US_ASCII)).putInt(0);
    for (Map.Entry<String, Integer> picture : APPLE.entrySet()) {
      byte[] png = png(folder, picture.getValue());
      icns.put(picture.getKey().getBytes(StandardCharsets.US_ASCII)).putInt(8 + png.length);
      icns.put(png);
    }
    icns.putInt(4, icns.position());
    return Arrays.copyOf(icns.array(), icns.position());
  }

  private static byte[] png(File folder, int size) throws Exception {
    return Files.readAllBytes(folder.toPath().resolve("peerdeck-" + size + ".png"));
  }

  private static void draw(Graphics2D graphics, Element shape) {
    switch (shape.getTagName()) {
      case "rect" -> {
        double radius = 2 * number(shape, "rx");
        graphics.setColor(Color.decode(shape.getAttribute("fill")));
        graphics.fill(
            new RoundRectangle2D.Double(
                number(shape, "x"),
                number(shape, "y"),
                number(shape, "width"),
                number(shape, "height"),
                radius,
                radius));
      }
      case "circle" -> {
        double radius = number(shape, "r");
        graphics.setColor(Color.decode(shape.getAttribute("fill")));
        graphics.fill(
            new Ellipse2D.Double(
                number(shape, "cx") - radius, number(shape, "cy") - radius, 2 * radius, 2 * radius));
      }
      case "path" -> {
        String[] p = Pattern.compile("[ML ]+").split(shape.getAttribute("d").strip().substring(1));
        graphics.setColor(Color.decode(shape.getAttribute("stroke")));
        graphics.setStroke(
            new BasicStroke(
                (float) number(shape, "stroke-width"),
                BasicStroke.CAP_ROUND,
                BasicStroke.JOIN_ROUND));
        graphics.draw(
            new Line2D.Double(
                Double.parseDouble(p[0]),
                Double.parseDouble(p[1]),
                Double.parseDouble(p[2]),
                Double.parseDouble(p[3])));
      }
      case "title" -> {}
      default -> throw new IllegalArgumentException("cannot draw <" + shape.getTagName() + ">");
    }
  }

  private static double number(Element shape, String name) {
    return Double.parseDouble(shape.getAttribute(name));
  }
}
