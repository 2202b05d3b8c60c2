package io.peerdeck.panel.part;

import io.peerdeck.node.Node;
import io.peerdeck.node.TemplateView;
import io.peerdeck.panel.bridge.Texts;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.kordamp.ikonli.feather.Feather;

/// The workflows that come with the program, as things to begin with: each opens its preview.
public final class TemplateOffers {
  private static final Texts TEXTS = Texts.of("common");
  private final Desk desk;

  public TemplateOffers(Desk desk) {
    this.desk = desk;
  }

  /// Asks the node for them.
  ///
  /// @param failed hears why they could not be read
  public void read(Consumer<List<Offer>> read, Consumer<String> failed) {
    desk.bridge()
        .act(
            "",
            Node::templates,
            templates -> read.accept(templates.stream().map(this::offer).toList()),
            e -> failed.accept(desk.bridge().message(e)));
  }

  private Offer offer(TemplateView template) {
    return new Offer(
        "template." + template.id(),
        Feather.COPY,
        TEXTS.get("template", template.name()),
        template.description(),
        Optional.empty(),
        Optional.of("peerdeck workflow templates submit " + template.id()),
        () ->
            desk.bridge()
                .act(
                    TEXTS.get("template.failed", template.name()),
                    node -> node.template(template.id()),
                    file -> desk.navigator().preview(List.of(file))));
  }
}
