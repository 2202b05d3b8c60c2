package io.peerdeck.node;

/// A file inside an artifact: path with `/`, size in bytes, CID text.
public record ArtifactFile(String path, long bytes, String cid) {}
