package io.peerdeck.panel.settings;

import io.peerdeck.node.Node;
import io.peerdeck.node.PeerRef;
import io.peerdeck.node.PeerView;
import io.peerdeck.node.SecretGrant;
import io.peerdeck.node.SecretView;
import io.peerdeck.node.VariableView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.CommandWords;
import io.peerdeck.panel.part.DataTableKeys;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.FocusKeeper;
import io.peerdeck.panel.part.Tip;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.PasswordField;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TextField;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// Secrets and variables of this machine: kept, granted for a run, forgotten. A secret's value goes
/// in and never comes out.
final class SecretsPane extends ScrollPane {
  private static final Texts TEXTS = Texts.of("settings");

  private final Desk desk;
  private final VBox secrets = new VBox();
  private final VBox variables = new VBox();
  private Optional<Kept> shown = Optional.empty();

  /// What is kept now.
  record Kept(List<SecretView> secrets, List<VariableView> variables) {
    static Kept of(Node node) {
      return new Kept(node.secrets(), node.variables());
    }
  }

  SecretsPane(Desk desk) {
    this.desk = desk;
    TextField secretName = PageParts.field(new TextField(), "secret-name", "secrets.name");
    TextField secretValue = PageParts.field(new PasswordField(), "secret-value", "secrets.value");
    Button keep =
        Buttons.of(
            Feather.LOCK,
            TEXTS.get("secrets.keep"),
            () -> keep(secretName, secretValue, Node::setSecret));
    keep.setId("secret-keep");
    PageParts.entered(keep, secretName, secretValue);
    TextField variableName = PageParts.field(new TextField(), "variable-name", "secrets.name");
    TextField variableValue = PageParts.field(new TextField(), "variable-value", "secrets.value");
    Button keepVariable =
        Buttons.of(
            Feather.CHECK,
            TEXTS.get("secrets.keep"),
            () -> keep(variableName, variableValue, Node::setVariable));
    keepVariable.setId("variable-keep");
    PageParts.entered(keepVariable, variableName, variableValue);
    Button secretCommand =
        command(() -> "peerdeck secret set " + CommandWords.quoted(secretName.getText().strip()));
    Button variableCommand =
        command(
            () ->
                "peerdeck var set "
                    + CommandWords.quoted(variableName.getText().strip())
                    + " "
                    + CommandWords.quoted(variableValue.getText()));
    VBox all =
        new VBox(
            PageParts.title("secrets.title"),
            PageParts.muted(TEXTS.get("secrets.what")),
            PageParts.line(secretName, secretValue, keep, secretCommand),
            secrets,
            PageParts.title("variables.title"),
            PageParts.muted(TEXTS.get("variables.what")),
            PageParts.line(variableName, variableValue, keepVariable, variableCommand),
            variables);
    all.getStyleClass().add("settings-page");
    secrets.getStyleClass().add("settings");
    variables.getStyleClass().add("settings");
    setContent(all);
    setFitToWidth(true);
    setId("secrets-scroll");
    setAccessibleText(TEXTS.get("tab.secrets"));
  }

  /// Keeps something of a name.
  private interface Keeping {
    void keep(Node node, String name, String value);
  }

  /// What is being typed stays as long as nothing else is kept.
  void show(Kept kept) {
    if (!shown.equals(Optional.of(kept))) {
      shown = Optional.of(kept);
      FocusKeeper.rebuild(this, () -> build(kept));
    }
  }

  private void build(Kept kept) {
    secrets.getChildren().setAll(kept.secrets().stream().map(this::secret).toList());
    variables.getChildren().setAll(kept.variables().stream().map(this::variable).toList());
    if (kept.secrets().isEmpty()) {
      secrets.getChildren().add(PageParts.muted(TEXTS.get("secrets.none")));
    }
    if (kept.variables().isEmpty()) {
      variables.getChildren().add(PageParts.muted(TEXTS.get("variables.none")));
    }
  }

  private VBox secret(SecretView secret) {
    TextField run = PageParts.field(new TextField(), "secret-run-" + secret.name(), "secrets.run");
    Button grant =
        Buttons.of(
            Feather.KEY,
            TEXTS.get("secrets.grant"),
            () ->
                act(
                    TEXTS.get("secrets.granting", secret.name()),
                    node -> node.grantSecret(secret.name(), run.getText().strip())));
    grant.setId("secret-grant-" + secret.name());
    PageParts.entered(grant, run);
    Buttons.told(
        grant,
        () ->
            "peerdeck secret grant "
                + secret.name()
                + " --run "
                + CommandWords.quoted(run.getText().strip()));
    Button forget =
        forget(
            secret.name(),
            "secret",
            () ->
                desk.overlay()
                    .confirm(
                        TEXTS.get("secrets.forgetTitle", secret.name()),
                        TEXTS.get("secrets.forgetText"),
                        TEXTS.get("secrets.forgetYes", secret.name()),
                        () ->
                            act(
                                TEXTS.get("secrets.forgetting", secret.name()),
                                node -> node.removeSecret(secret.name()))));
    VBox row =
        new VBox(
            PageParts.name(secret.name()),
            PageParts.muted(TEXTS.get("secrets.changed", Words.absolute(secret.changed()))),
            grants(secret.grants()),
            PageParts.line(run, grant, forget));
    row.getStyleClass().add("setting");
    row.setId("secret-" + secret.name());
    return row;
  }

  /// Names and short ids; the whole of them is a pointer away.
  private Label grants(List<SecretGrant> grants) {
    if (grants.isEmpty()) {
      return PageParts.muted(TEXTS.get("secrets.nobody"));
    }
    Label told = PageParts.muted(lines(grants, this::name, Words::shortId));
    Tip.on(told, lines(grants, UnaryOperator.identity(), UnaryOperator.identity()));
    return told;
  }

  private static String lines(
      List<SecretGrant> grants, UnaryOperator<String> peer, UnaryOperator<String> cid) {
    return String.join(
        "\n",
        grants.stream()
            .map(
                g ->
                    TEXTS.get(
                        "secrets.for",
                        peer.apply(g.submitter()),
                        cid.apply(g.workflow()),
                        cid.apply(g.snapshot())))
            .toList());
  }

  private String name(String peer) {
    return desk.fleet().peers().get().stream()
        .map(PeerView::peer)
        .filter(known -> known.id().equals(peer))
        .map(PeerRef::name)
        .findFirst()
        .orElse(Words.shortId(peer));
  }

  private VBox variable(VariableView variable) {
    Label value = new Label(variable.value());
    value.setWrapText(true);
    HBox.setHgrow(value, Priority.ALWAYS);
    value.setMaxWidth(Double.MAX_VALUE);
    VBox row =
        new VBox(
            PageParts.name(variable.name()),
            PageParts.line(value, forget(variable.name(), "var", () -> forget(variable))));
    row.getStyleClass().add("setting");
    row.setId("variable-" + variable.name());
    return row;
  }

  /// What it was is known, so it comes back where it was not meant.
  private void forget(VariableView variable) {
    String name = variable.name();
    act(
        TEXTS.get("secrets.forgetting", name),
        node -> node.removeVariable(name),
        () ->
            desk.toasts()
                .done(
                    TEXTS.get("variables.forgotten", name),
                    () ->
                        act(
                            TEXTS.get("secrets.keeping", name),
                            node -> node.setVariable(name, variable.value()))));
  }

  private static Button forget(String name, String kind, Runnable forgetting) {
    Button button = Buttons.of(Feather.TRASH_2, TEXTS.get("secrets.forget"), forgetting);
    button.setId("forget-" + name);
    button.setAccessibleText(TEXTS.get("secrets.forgetThis", name));
    button.setMinWidth(USE_PREF_SIZE);
    Buttons.told(button, () -> "peerdeck " + kind + " remove " + name);
    return button;
  }

  private static Button command(Supplier<String> command) {
    return Buttons.icon(
        Feather.TERMINAL, TEXTS.get("command"), () -> DataTableKeys.copied(command.get()));
  }

  private void keep(TextField name, TextField value, Keeping keeping) {
    String called = name.getText().strip();
    String kept = value.getText();
    act(
        TEXTS.get("secrets.keeping", called),
        node -> keeping.keep(node, called, kept),
        () -> {
          name.clear();
          value.clear();
        });
  }

  private void act(String failure, Consumer<Node> action) {
    act(failure, action, () -> {});
  }

  private void act(String failure, Consumer<Node> action, Runnable then) {
    desk.bridge()
        .act(
            failure,
            node -> {
              action.accept(node);
              return Kept.of(node);
            },
            now -> {
              show(now);
              then.run();
            });
  }
}
