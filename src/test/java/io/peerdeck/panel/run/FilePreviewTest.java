package io.peerdeck.panel.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.ArtifactFile;
import io.peerdeck.panel.ScriptedNode;
import io.peerdeck.panel.bridge.FxThread;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is shown of a file a job made, and what is refused.
final class FilePreviewTest {
  private final ScriptedNode node = new ScriptedNode();

  @BeforeAll
  static void toolkit() {
    FxThread.start();
  }

  @Test
  void textIsShownWithoutEscapesAndCutWhereItIsLong() {
    assertThat(read("a,b\n\u001B[31m1,2\n".getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(new FilePreview.Lines(java.util.List.of("a,b", "1,2"), false));
    byte[] large = "ä".repeat(FilePreview.MOST_TEXT).getBytes(StandardCharsets.UTF_8);
    assertThat(read(large))
        .isInstanceOfSatisfying(
            FilePreview.Lines.class,
            text -> {
              assertThat(text.cut()).isTrue();
              assertThat(text.lines().getFirst()).hasSize(FilePreview.MOST_COLUMNS + 1);
            });
  }

  @Test
  void binaryFilesAreNotShown() {
    assertThat(read(new byte[] {1, 0, 2})).isInstanceOf(FilePreview.Nothing.class);
    assertThat(read(new byte[] {(byte) 0xc3, 0x28})).isInstanceOf(FilePreview.Nothing.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "jpg", "gif", "bmp"})
  void picturesAreShownWithTheirSize(String format) throws IOException {
    byte[] bytes = picture(format, 30, 20);
    assertThat(read(bytes))
        .isInstanceOfSatisfying(
            FilePreview.Picture.class,
            picture -> {
              assertThat(picture.size().width()).isEqualTo(30);
              assertThat(picture.size().height()).isEqualTo(20);
              assertThat(picture.image().getWidth()).isEqualTo(30);
            });
  }

  @Test
  void aSmallFileThatClaimsAHugePictureIsNotDecoded() throws IOException {
    byte[] bytes = picture("png", 30, 20);
    ByteBuffer.wrap(bytes).putInt(16, 60_000).putInt(20, 60_000);
    assertThat(read(bytes))
        .isInstanceOfSatisfying(
            FilePreview.Nothing.class, no -> assertThat(no.why()).contains("60,000 × 60,000"));
  }

  @Test
  void whatOnlyBeginsLikeAPictureIsSaidToBeBroken() throws IOException {
    byte[] bytes = java.util.Arrays.copyOf(picture("png", 30, 20), 40);
    assertThat(read(bytes)).isInstanceOf(FilePreview.Nothing.class);
  }

  private FilePreview read(byte[] content) {
    node.contents.put("file", content);
    return FilePreview.read(node, new ArtifactFile("name.html", content.length, "file"));
  }

  private static byte[] picture(String format, int width, int height) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean written =
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), format, out);
    assertThat(written).isTrue();
    return out.toByteArray();
  }
}
