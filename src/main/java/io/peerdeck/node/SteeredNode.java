package io.peerdeck.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The calls of a node about workflows and runs, which go to the desks that know them.
abstract class SteeredNode extends TendedNode {
  abstract SubmissionDesk submissions();

  abstract RunDesk runDesk();

  abstract ArtifactDesk artifacts();

  @Override
  public List<VendoredAction> actions() {
    return submissions().actions().all();
  }

  @Override
  public VendoredAction vendorAction(String uses, Path source) {
    return submissions().actions().vendor(uses, source);
  }

  @Override
  public void removeAction(String uses) {
    submissions().actions().remove(uses);
  }

  @Override
  public List<TemplateView> templates() {
    return submissions().templates().all();
  }

  @Override
  public Path template(String id) {
    return submissions().templates().write(id);
  }

  @Override
  public SubmitPreview preview(SubmitRequest request) {
    return submissions().preview(request);
  }

  @Override
  public RunSummary submit(SubmitRequest request) {
    return runDesk().summary(submissions().submit(request));
  }

  @Override
  public RunPage runs(RunQuery query) {
    return runDesk().runs(query);
  }

  @Override
  public List<RunSummary> runs(Set<String> ids) {
    return runDesk().runs(ids);
  }

  @Override
  public RunPage runsAt(String entryCid, RunQuery query) {
    return runDesk().runsAt(clock().position(entryCid), query);
  }

  @Override
  public RunDetail run(String id) {
    return runDesk().run(id);
  }

  @Override
  public void cancel(String runId, String reason) {
    runDesk().cancel(runId, reason);
  }

  @Override
  public void hold(String runId) {
    runDesk().hold(runId);
  }

  @Override
  public void release(String runId) {
    runDesk().release(runId);
  }

  @Override
  public void prioritise(String runId, int priority) {
    runDesk().prioritise(runId, priority);
  }

  @Override
  public void assign(String runId, Optional<TaskRef> task, String peerId) {
    runDesk().assign(runId, task, peerId);
  }

  @Override
  public RunSummary again(String runId, RunAgain what) {
    return runDesk().again(runId, what);
  }

  @Override
  public void adopt(String runId) {
    runDesk().adopt(runId);
  }

  @Override
  public LogChunk log(String runId, TaskRef task, long fromByte, int maxBytes, Duration wait) {
    return runDesk().log(runId, task, fromByte, maxBytes, wait);
  }

  @Override
  public String summary(String runId, TaskRef task) {
    return runDesk().summary(runId, task);
  }

  @Override
  public List<Path> saveArtifact(String cid, Path folder) {
    return artifacts().save(cid, folder);
  }

  @Override
  public List<ArtifactFile> artifactFiles(String cid) {
    return artifacts().files(cid);
  }

  @Override
  public byte[] artifactHead(String fileCid, int maxBytes) {
    return artifacts().head(fileCid, maxBytes);
  }
}
