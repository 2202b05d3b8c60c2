import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassFileVersion;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.constant.ClassDesc;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Gives picocli's classes, which are of Java 5, the stack maps of later ones: without them the
/// virtual machine does not take classes into its ahead-of-time cache, and verifies them slowly at
/// each start.
///
/// `java StackMaps.java LIB` does so with picocli's jar in a folder, once.
public final class StackMaps {
  private StackMaps() {}

  public static void main(String[] args) throws IOException {
    try (Stream<Path> jars = Files.list(Path.of(args[0]))) {
      for (Path jar :
          jars.filter(file -> file.getFileName().toString().startsWith("picocli-")).toList()) {
        add(jar);
      }
    }
  }

  static void add(Path jar) throws IOException {
    try (FileSystem zip = FileSystems.newFileSystem(jar)) {
      withStackMaps(zip.getPath("/picocli"));
    }
  }

  private static void withStackMaps(Path classes) throws IOException {
    try (Stream<Path> tree = Files.walk(classes)) {
      List<Path> files = tree.filter(file -> file.toString().endsWith(".class")).toList();
      Path root = classes.getParent();
      ClassFile old =
          ClassFile.of(
              ClassFile.StackMapsOption.GENERATE_STACK_MAPS,
              ClassFile.ConstantPoolSharingOption.NEW_POOL,
              ClassFile.ClassHierarchyResolverOption.of(
                  ClassHierarchyResolver.ofResourceParsing(name -> open(root, name))
                      .orElse(ClassHierarchyResolver.defaultResolver())));
      for (Path file : files) {
        ClassModel model = old.parse(Files.readAllBytes(file));
        if (model.majorVersion() < ClassFile.JAVA_8_VERSION) {
          ClassTransform newer =
              ClassTransform.dropping(ClassFileVersion.class::isInstance)
                  .andThen(
                      ClassTransform.transformingMethodBodies(
                          (body, element) -> body.with(element)))
                  .andThen(
                      ClassTransform.endHandler(
                          builder -> builder.withVersion(ClassFile.JAVA_8_VERSION, 0)));
          Files.write(file, old.transformClass(model, newer));
        }
      }
    }
  }

  private static InputStream open(Path root, ClassDesc name) {
    String path = name.descriptorString();
    Path file = root.resolve(path.substring(1, path.length() - 1) + ".class");
    try {
      return Files.exists(file) ? Files.newInputStream(file) : null;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
