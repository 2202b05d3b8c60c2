import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/// Adds the bill of materials and the licences to the application image: `Papers IMAGE BOM LIB`.
public final class Papers {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// The texts of those whose jars bring none.
  private static final Path KEPT = Path.of("jpackage/licences");

  /// Where jars have theirs.
  private static final List<String> PLACES =
      List.of("/", "/META-INF", "/META-INF/maven/org.xerial/sqlite-jdbc");

  private Papers() {}

  public static void main(String[] args) throws IOException {
    Path image = Path.of(args[0]);
    Path bom = Path.of(args[1]);
    Path lib = Path.of(args[2]);
    Path doc = Files.createDirectories(image.resolve("lib/doc"));
    ObjectNode bill = (ObjectNode) JSON.readTree(bom.toFile());
    bill.withArray("components").add(runtime(image));
    JSON.writerWithDefaultPrettyPrinter()
        .writeValue(doc.resolve("peerdeck.cdx.json").toFile(), bill);
    StringBuilder list =
        new StringBuilder("Peerdeck is under Apache-2.0. It comes with, and thanks:\n\n");
    for (JsonNode component : bill.path("components")) {
      String name = component.path("name").asText();
      List<String> licences = new ArrayList<>();
      for (JsonNode choice : component.path("licenses")) {
        JsonNode licence = choice.path("license");
        licences.add(
            choice.has("expression")
                ? choice.path("expression").asText()
                : licence.path(licence.has("id") ? "id" : "name").asText());
      }
      if (licences.isEmpty()) {
        throw new IOException(name + " names no licence");
      }
      String line =
          "%-28s %-14s %s%n"
              .formatted(name, component.path("version").asText(), String.join(" or ", licences));
      if (list.indexOf(line) < 0) { // JavaFX's jars are there twice, one of them empty
        list.append(line);
      }
    }
    list.append(
        """

        The licences' texts, where they are not the one beside this list, are in lib/doc/licences of the program's folder;
        that of the Java runtime and JavaFX is lib/runtime/legal/java.base/LICENSE there.
        On Debian that folder is /usr/lib/peerdeck, and the LGPL is /usr/share/common-licenses/LGPL-2.1.
        """);
    Files.writeString(doc.resolve("LICENCES.txt"), list);
    Files.copy(Path.of("LICENSE"), doc.resolve("LICENSE"), StandardCopyOption.REPLACE_EXISTING);
    for (Path jar : Bundle.files(lib, ".jar")) {
      licences(jar, doc.resolve("licences"));
    }
  }

  private static ObjectNode runtime(Path image) throws IOException {
    Properties release = new Properties();
    try (var in = Files.newInputStream(image.resolve("lib/runtime/release"))) {
      release.load(in);
    }
    String version = release.getProperty("JAVA_VERSION").replace("\"", "");
    ObjectNode runtime = JSON.createObjectNode();
    runtime.put("type", "platform").put("name", "openjdk").put("version", version);
    runtime.put("description", "The Java runtime, linked from the modules Peerdeck needs");
    runtime
        .putArray("licenses")
        .addObject()
        .put("expression", "GPL-2.0-only WITH Classpath-exception-2.0");
    return runtime;
  }

  private static void licences(Path jar, Path folder) throws IOException {
    String name = jar.getFileName().toString().replaceFirst("\\.jar$", "");
    if (name.startsWith("peerdeck-")) {
      return;
    }
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      for (String place : PLACES) {
        Path top = zip.getPath(place);
        for (Path file : Files.isDirectory(top) ? Bundle.files(top, "") : List.<Path>of()) {
          String text = String.valueOf(file.getFileName());
          if (text.matches("(?i)(LICEN[CS]E|NOTICE|COPYING).*") && Files.isRegularFile(file)) {
            copy(file, folder.resolve(name));
          }
        }
      }
    }
    if (name.startsWith("bcprov")) {
      Path text = Files.createDirectories(folder.resolve(name)).resolve("LICENSE");
      Files.writeString(text, org.bouncycastle.LICENSE.licenseText);
    }
    for (Path kept : Bundle.files(KEPT, ".txt")) {
      if (name.startsWith(kept.getFileName().toString().replace(".txt", ""))) {
        copy(kept, folder.resolve(name));
      }
    }
  }

  private static void copy(Path file, Path folder) throws IOException {
    Path copy = Files.createDirectories(folder).resolve(file.getFileName().toString());
    Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
  }
}
