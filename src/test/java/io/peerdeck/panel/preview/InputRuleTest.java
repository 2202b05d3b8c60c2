package io.peerdeck.panel.preview;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerdeck.node.SubmitPreview.InputField;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What may be typed into an input.
final class InputRuleTest {
  @ParameterizedTest
  @CsvSource({
    "number,true,12,true",
    "number,true,-0.5e3,true",
    "number,true,12x,false",
    "number,false,'',true",
    "number,true,'',false",
    "string,true,'  ',false",
    "string,false,anything,true",
    "choice,true,eu,true",
    "choice,true,mars,false",
    "environment,true,production,true",
    "boolean,true,false,true"
  })
  void aValueFitsOrNot(String type, boolean required, String value, boolean fits) {
    InputField field = new InputField("x", type, "", required, "", List.of("eu", "us"));
    assertThat(InputRule.fault(field, value).isEmpty()).isEqualTo(fits);
  }
}
