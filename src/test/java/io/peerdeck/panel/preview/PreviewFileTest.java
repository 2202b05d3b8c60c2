package io.peerdeck.panel.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.panel.Script;
import io.peerdeck.panel.part.Mark;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// How a file of a preview is marked.
final class PreviewFileTest {
  @Test
  void aFileWithErrorsIsAProblemWhateverItsInputsAre() {
    PreviewFile file = new PreviewFile(Path.of("broken.yml"));
    file.answered(file.ask(file.request()), Script.broken(file.path()));
    assertThat(file.mark()).isEqualTo(Mark.PROBLEM);
    file.wrongInputs(1);
    assertThat(file.mark()).isEqualTo(Mark.PROBLEM);
  }

  @Test
  void aGoodFileWithWrongInputsIsAWarning() {
    PreviewFile file = new PreviewFile(Path.of("nightly.yml"));
    file.answered(file.ask(file.request()), Script.preview(file.path()));
    assertThat(file.mark()).isEqualTo(Mark.READY);
    file.wrongInputs(1);
    assertThat(file.mark()).isEqualTo(Mark.WARNING);
  }
}
