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
        String wanted = formatter.formatSourceAndFixImports(source);
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
