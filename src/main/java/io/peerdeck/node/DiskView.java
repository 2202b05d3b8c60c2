package io.peerdeck.node;

import java.time.Instant;

/// What the data folder takes of its disk, as last measured.
///
/// @param database bytes of the database with its write-ahead log
/// @param blobs bytes of the content store
/// @param logs bytes of job logs and the node's own
/// @param jobs bytes of the folders of running jobs
/// @param free bytes this node could still write
/// @param total bytes of the whole disk
/// @param warnBelow free bytes below which it is `low`
/// @param sentence the same for people
public record DiskView(
    Instant measuredAt,
    long database,
    long blobs,
    long logs,
    long jobs,
    long free,
    long total,
    long warnBelow,
    boolean low,
    String sentence) {
  /// Everything Peerdeck keeps there.
  public long used() {
    return database + blobs + logs + jobs;
  }
}
