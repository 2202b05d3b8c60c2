package io.peerdeck.runner;

/// An artifact as it was stored.
///
/// @param name the artifact's name, unique in the run
/// @param cid text form of the content's CID
/// @param bytes size of the content
public record ArtifactRef(String name, String cid, long bytes) {}
