import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.RoundRectangle2D;
import java.awt.image.BufferedImage;
import java.io.File;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/// Draws `icons/peerdeck.svg` in every size a desktop asks for: `java src/build/Icons.java icons`.
/// It reads the few shapes that picture is made of and refuses any other.
public final class Icons {
  private static final int[] SIZES = {16, 32, 48, 64, 128, 256, 512};

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
