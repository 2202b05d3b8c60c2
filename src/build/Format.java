import com.google.googlejavaformat.java.Formatter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Checks (`check ROOT`) or rewrites (`fix ROOT`) the Java sources in google-java-format's style. Files whose bytes were
/// found well formatted before are remembered in `target/format.ok` and passed over.
public class Format {
  private static final int WIDTH = 100;

  public static void main(String[] args) throws Exception {
    boolean fix = args[0].equals("fix");
    Path root = Path.of(args[1]);
    Path memory = root.resolve("target/format.ok");
    Set<String> known = Files.exists(memory) ? new HashSet<>(Files.readAllLines(memory)) : Set.of();
    List<String> good = new ArrayList<>();
    List<Path> bad = new ArrayList<>();
    Formatter formatter = new Formatter();
    for (Path file : sources(root)) {
      String source = Files.readString(file);
      String digest = digest(source);
      if (!known.contains(digest)) {
        String wanted = formatter.formatSourceAndFixImports(wrapDoc(source));
        if (!wanted.equals(source)) {
          if (fix) {
            Files.writeString(file, wanted);
            System.out.println("formatted " + root.relativize(file));
          } else {
            bad.add(root.relativize(file));
          }
          digest = digest(wanted);
        }
      }
      good.add(digest);
    }
    if (!bad.isEmpty()) {
      bad.forEach(file -> System.err.println("not in google-java-format: " + file));
      System.err.println("Run `mvn -Pformat process-sources` to format them.");
      System.exit(1);
    }
    Files.createDirectories(memory.getParent());
    Files.write(memory, good);
  }

  /// The formatter would break a `///` line that is too long into plain `//` lines: wrap it before, and mend what was
  /// broken so. A block is touched only if one of its lines is too long or broken.
  private static String wrapDoc(String source) {
    List<String> wrapped = new ArrayList<>();
    List<String> block = new ArrayList<>();
    boolean text = false;
    for (String line : source.split("\n", -1)) {
      boolean inText = text;
      if (line.split("\"\"\"", -1).length % 2 == 0) {
        text = !text;
      }
      boolean doc = !inText && line.strip().startsWith("///");
      boolean broken = !inText && !block.isEmpty() && line.strip().startsWith("// ");
      if (doc || broken) {
        block.add(line);
        continue;
      }
      wrapped.addAll(wrapBlock(block));
      block.clear();
      wrapped.add(line);
    }
    wrapped.addAll(wrapBlock(block));
    return String.join("\n", wrapped);
  }

  private static List<String> wrapBlock(List<String> block) {
    if (block.stream().noneMatch(line -> line.length() > WIDTH || !line.strip().startsWith("///"))) {
      return List.copyOf(block);
    }
    String indent = block.getFirst().substring(0, block.getFirst().indexOf('/'));
    List<String> paragraphs = new ArrayList<>();
    boolean open = false;
    for (String line : block) {
      boolean broken = !line.strip().startsWith("///");
      String words = line.strip().substring(broken ? 2 : 3);
      boolean own = words.isBlank() || words.strip().startsWith("@") || words.matches("\\s*([-|*]|\\d+\\.) .*");
      if (broken || (open && !own)) {
        paragraphs.set(paragraphs.size() - 1, paragraphs.getLast() + " " + words.strip());
      } else {
        paragraphs.add(words.strip());
      }
      open = !words.isBlank();
    }
    List<String> lines = new ArrayList<>();
    for (String paragraph : paragraphs) {
      String follow = paragraph.startsWith("@") ? "    " : paragraph.matches("([-*]|\\d+\\.) .*") ? "  " : "";
      StringBuilder line = new StringBuilder(indent + "///");
      for (String word : paragraph.split(" +")) {
        if (line.length() + 1 + word.length() > WIDTH && line.length() > indent.length() + 4 + follow.length()) {
          lines.add(line.toString());
          line = new StringBuilder(indent + "/// " + follow.stripTrailing());
          line.setLength(indent.length() + 3);
          line.append(follow.isEmpty() ? "" : " " + follow.substring(1));
        }
        line.append(word.isEmpty() ? "" : " " + word);
      }
      lines.add(line.toString());
    }
    return lines;
  }

  private static List<Path> sources(Path root) throws Exception {
    try (Stream<Path> files = Files.walk(root.resolve("src"))) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.toString().contains("node_modules"))
          .filter(file -> !file.startsWith(root.resolve("src/build")))
          .sorted()
          .toList();
    }
  }

  private static String digest(String source) throws Exception {
    byte[] hash = MessageDigest.getInstance("SHA-256").digest(source.getBytes(StandardCharsets.UTF_8));
    return Base64.getEncoder().encodeToString(hash);
  }
}
