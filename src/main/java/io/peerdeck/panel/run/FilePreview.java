package io.peerdeck.panel.run;

import io.peerdeck.node.ArtifactFile;
import io.peerdeck.node.Node;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.log.Ansi;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.image.Image;

/// What is shown of an artifact's file. Made off the FX thread, from a bounded number of bytes that
/// somebody else's job wrote.
sealed interface FilePreview {
  /// Lines of a text, and whether there are more.
  record Lines(List<String> lines, boolean cut) implements FilePreview {}

  record Picture(Image image, PictureSize size) implements FilePreview {}

  /// Why nothing is shown.
  record Nothing(String why) implements FilePreview {}

  int MOST_TEXT = 256 * 1024;
  int MOST_PICTURE = 8 << 20;
  int MOST_LINES = 5_000;
  int MOST_COLUMNS = 2_000;
  Texts TEXTS = Texts.of("task");

  /// Reads the file's beginning and decides by its content, never by its name.
  static FilePreview read(Node node, ArtifactFile file) {
    byte[] head = node.artifactHead(file.cid(), MOST_TEXT);
    Optional<PictureSize> picture = PictureSize.of(head);
    if (picture.isPresent()) {
      return picture(node, file, picture.get());
    }
    return text(head, file.bytes() > head.length)
        .orElseGet(() -> new Nothing(TEXTS.get("preview.binary", Words.bytes(file.bytes()))));
  }

  private static FilePreview picture(Node node, ArtifactFile file, PictureSize claimed) {
    if (file.bytes() > MOST_PICTURE) {
      return new Nothing(TEXTS.get("preview.tooLarge", Words.bytes(file.bytes())));
    }
    byte[] whole = node.artifactHead(file.cid(), MOST_PICTURE);
    PictureSize size = PictureSize.of(whole).orElse(claimed);
    if (!size.still()) {
      return new Nothing(TEXTS.get("preview.moving"));
    }
    if (!size.decodable()) {
      return new Nothing(TEXTS.get("preview.tooManyPixels", size.width(), size.height()));
    }
    Image image = new Image(new ByteArrayInputStream(whole));
    return image.isError()
        ? new Nothing(TEXTS.get("preview.brokenPicture", size.kind()))
        : new Picture(image, size);
  }

  /// Empty where the bytes are no UTF-8 text.
  static Optional<FilePreview> text(byte[] head, boolean more) {
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    CharBuffer text = CharBuffer.allocate(head.length + 1);
    // A character cut by the end of what was read is no fault of the file.
    if (decoder.decode(ByteBuffer.wrap(head), text, !more).isError()) {
      return Optional.empty();
    }
    String whole = text.flip().toString();
    if (whole.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    List<String> lines = new ArrayList<>();
    boolean[] cut = {more};
    whole
        .lines()
        .limit(MOST_LINES + 1)
        .forEach(
            line -> {
              if (lines.size() == MOST_LINES) {
                cut[0] = true;
                return;
              }
              boolean wide = line.length() > MOST_COLUMNS;
              cut[0] |= wide;
              lines.add(Ansi.plain(wide ? line.substring(0, MOST_COLUMNS) + "…" : line));
            });
    return Optional.of(new Lines(List.copyOf(lines), cut[0]));
  }
}
