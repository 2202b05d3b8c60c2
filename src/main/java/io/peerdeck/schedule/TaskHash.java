package io.peerdeck.schedule;

import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.DagCbor;
import io.peerdeck.multiformats.Ipld;
import java.util.HexFormat;
import java.util.List;

/// The name of a task and its place in the hash space (DESIGN §3).
public final class TaskHash {
  private TaskHash() {}

  /// T: SHA-256 of the DAG-CBOR of `[run CID, job id, matrix index]`, 32 bytes.
  ///
  /// @param run the submission's CID, also after a `job.offered`: the task stays the same task
  public static byte[] of(Cid run, TaskKey task) {
    return Sha256.of(
        DagCbor.encode(
            Ipld.list(
                List.of(
                    new Ipld.Link(run), new Ipld.Text(task.job()), new Ipld.Int(task.index())))));
  }

  /// C: SHA-256 of the head's text, a colon and the lowercase hex of T, 32 bytes.
  ///
  /// @param head the CID text of the submission, or of the `job.offered` that replaces it
  /// @param taskHash T in lowercase hex; the earlier systems passed any text
  public static byte[] combined(String head, String taskHash) {
    return Sha256.of(head + ":" + taskHash);
  }

  static byte[] combined(Cid head, byte[] taskHash) {
    return combined(head.toString(), HexFormat.of().formatHex(taskHash));
  }
}
