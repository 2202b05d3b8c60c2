package io.peerdeck.workflow;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A workflow file with the workflows it calls, as one text: a submission names one file, and each
/// peer must come to the same jobs from it alone.
///
/// The text begins with a comment line that says so, and each called file follows a line
/// `--- # REFERENCE`, which no block of YAML can hold.
///
/// @param main the file that was submitted
/// @param called the others by reference, such as `./.github/workflows/build.yml`
public record WorkflowBundle(byte[] main, Map<String, byte[]> called) {
  private static final String MARK = "# A workflow with those it calls, put together by Peerdeck\n";
  private static final String NEXT = "\n--- # ./";
  private static final int MAX_CALLED = 50;

  public WorkflowBundle {
    called = Ordered.copyOf(called);
  }

  /// Puts a file together with all it calls, near and far; a file that calls none stays as it is.
  ///
  /// @param files where called files are read from
  public static WorkflowBundle of(byte[] main, CalledFiles files) {
    Map<String, byte[]> called = new LinkedHashMap<>();
    collect(main, files, called);
    return new WorkflowBundle(main, called);
  }

  private static void collect(byte[] file, CalledFiles files, Map<String, byte[]> called) {
    for (String reference : CallReader.references(file)) {
      if (called.containsKey(reference) || called.size() == MAX_CALLED) {
        continue;
      }
      Optional<byte[]> bytes = files.read(reference);
      int size = called.values().stream().mapToInt(each -> each.length).sum();
      if (bytes.isPresent() && size + bytes.get().length <= WorkflowFile.MAX_BYTES) {
        called.put(reference, bytes.get());
        collect(bytes.get(), files, called);
      }
    }
  }

  /// The whole text.
  public byte[] bytes() {
    if (called.isEmpty()) {
      return main.clone();
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.writeBytes(MARK.getBytes(StandardCharsets.UTF_8));
    whole.writeBytes(main);
    called.forEach(
        (reference, bytes) -> {
          whole.writeBytes(("\n--- # " + reference + "\n").getBytes(StandardCharsets.UTF_8));
          whole.writeBytes(bytes);
        });
    return whole.toByteArray();
  }

  /// Takes a text apart again; one without the mark is a file that calls none.
  static WorkflowBundle parse(byte[] text) {
    byte[] mark = MARK.getBytes(StandardCharsets.UTF_8);
    if (text.length < mark.length || !Arrays.equals(text, 0, mark.length, mark, 0, mark.length)) {
      return new WorkflowBundle(text, Map.of());
    }
    // ISO 8859-1 keeps each byte as it is
    String whole =
        new String(text, mark.length, text.length - mark.length, StandardCharsets.ISO_8859_1);
    String[] parts = whole.split(NEXT, MAX_CALLED + 1);
    Map<String, byte[]> called = new LinkedHashMap<>();
    for (int i = 1; i < parts.length; i++) {
      int end = parts[i].indexOf('\n');
      if (end >= 0) {
        String name =
            new String(
                parts[i].substring(0, end).getBytes(StandardCharsets.ISO_8859_1),
                StandardCharsets.UTF_8);
        called.putIfAbsent(
            "./" + name, parts[i].substring(end + 1).getBytes(StandardCharsets.ISO_8859_1));
      }
    }
    return new WorkflowBundle(parts[0].getBytes(StandardCharsets.ISO_8859_1), called);
  }
}
