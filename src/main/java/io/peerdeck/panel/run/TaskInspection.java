package io.peerdeck.panel.run;

import io.peerdeck.node.PeerRef;
import io.peerdeck.node.RunDetail;
import io.peerdeck.node.RunSummary;
import io.peerdeck.node.TaskView;
import io.peerdeck.panel.bridge.Texts;
import io.peerdeck.panel.bridge.Words;
import io.peerdeck.panel.part.Action;
import io.peerdeck.panel.part.Actions;
import io.peerdeck.panel.part.Buttons;
import io.peerdeck.panel.part.Desk;
import io.peerdeck.panel.part.Facts;
import io.peerdeck.panel.part.Icons;
import io.peerdeck.panel.part.Inspection;
import io.peerdeck.panel.part.Mark;
import io.peerdeck.panel.part.WrapRow;
import io.peerdeck.panel.queue.RankingPart;
import io.peerdeck.panel.queue.RunActions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;

/// The inspector's words on one task of a run: who has it and why, what it brought.
final class TaskInspection {
  private static final Texts TEXTS = Texts.of("task");

  private TaskInspection() {}

  static Inspection of(Desk desk, RunDetail run, TaskView task) {
    RunSummary summary = run.summary();
    Mark mark = TaskList.mark(task);
    Inspection inspection =
        new Inspection(task.name())
            .mark(mark, mark.word())
            .note(task.why())
            .part(facts(desk, task));
    if (!task.status().finished()) {
      Optional<io.peerdeck.node.TaskRef> ref = Optional.of(task.ref());
      List<Action<RunSummary>> assign =
          new RunActions(desk, ref)
              .steering().stream().filter(a -> a.id().equals("assign")).toList();
      inspection.actions(new Actions<>(assign, () -> List.of(summary)).buttons("inspector"));
    }
    if (summary.status().finished()) {
      inspection.actions(
          new Actions<>(List.of(new RunActions(desk).againJob(task.ref())), () -> List.of(summary))
              .buttons("inspector"));
    }
    inspection.section(TEXTS.get("ranking")).part(RankingPart.of(task));
    if (!task.artifacts().isEmpty()) {
      inspection.section(TEXTS.get("artifacts"));
      task.artifacts().forEach(artifact -> inspection.part(artifact(desk, artifact)));
    }
    if (!task.outputs().isEmpty()) {
      Facts outputs = new Facts();
      task.outputs().forEach(outputs::copyable);
      inspection.section(TEXTS.get("outputs")).part(outputs);
    }
    return inspection.command("peerdeck workflow logs " + summary.id() + " --job " + task.ref());
  }

  private static Facts facts(Desk desk, TaskView task) {
    Facts facts =
        new Facts()
            .add(TEXTS.get("fact.holder"), name(task.holder()))
            .add(TEXTS.get("fact.owner"), name(task.owner()))
            .add(TEXTS.get("fact.attempt"), String.valueOf(task.attempt()));
    task.assigned().ifPresent(peer -> facts.add(TEXTS.get("fact.assigned"), peer.name()));
    facts.add(TEXTS.get("fact.runsOn"), String.join(", ", task.runsOn()));
    if (!task.needs().isEmpty()) {
      facts.add(TEXTS.get("fact.needs"), String.join(", ", task.needs()));
    }
    task.conclusion().ifPresent(text -> facts.add(TEXTS.get("fact.conclusion"), text));
    if (task.status().finished()) {
      facts.add(
          TEXTS.get("fact.result"),
          task.sealed() ? TEXTS.get("result.sealed") : TEXTS.get("result.provisional"));
    }
    task.resultCid().ifPresent(cid -> facts.id(TEXTS.get("fact.resultCid"), cid));
    task.startedAt().ifPresent(at -> facts.time(TEXTS.get("fact.started"), at, desk.time()));
    if (task.millis() > 0) {
      facts.add(TEXTS.get("fact.took"), Words.duration(task.millis()));
    }
    return facts;
  }

  private static String name(Optional<PeerRef> peer) {
    return peer.map(PeerRef::name).orElse(TEXTS.get("nobody"));
  }

  private static Node artifact(Desk desk, TaskView.ArtifactView artifact) {
    Label name = new Label(artifact.name(), Icons.of(Feather.PACKAGE));
    name.setWrapText(true);
    Label size = new Label(Words.bytes(artifact.bytes()));
    size.getStyleClass().add("fact-name");
    Button save =
        Buttons.of(
            Feather.DOWNLOAD, TEXTS.get("artifact.save"), () -> save(desk, artifact), "small");
    save.setId("save-" + artifact.name());
    WrapRow line =
        new WrapRow(
            size,
            Facts.copyable(
                TEXTS.get("artifact.cid"), Words.shortId(artifact.cid()), artifact.cid()),
            save);
    line.getStyleClass().add("artifact-line");
    return new VBox(name, line);
  }

  static void save(Desk desk, TaskView.ArtifactView artifact) {
    Optional<Path> folder;
    try {
      folder =
          desk.files()
              .folder(
                  desk.overlay().getScene().getWindow(),
                  TEXTS.get("artifact.choose", artifact.name()));
    } catch (RuntimeException e) {
      desk.notices()
          .problem(TEXTS.get("artifact.failed", artifact.name()), TEXTS.get("artifact.instead"));
      return;
    }
    folder.ifPresent(
        chosen ->
            desk.bridge()
                .act(
                    TEXTS.get("artifact.failed", artifact.name()),
                    node -> node.saveArtifact(artifact.cid(), chosen),
                    paths ->
                        desk.notices()
                            .tell(
                                TEXTS.get("artifact.saved", artifact.name()),
                                TEXTS.get("artifact.savedText", paths.size(), chosen))));
  }
}
