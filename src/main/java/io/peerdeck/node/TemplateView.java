package io.peerdeck.node;

/// A workflow that comes with the program, to start from.
///
/// @param id short, for commands
/// @param name the workflow's own
/// @param description what it does and what a peer needs for it, in a sentence or two
/// @param file the workflow file's name
/// @param complete whether it brings all files it works on; else a folder is to be named
public record TemplateView(
    String id, String name, String description, String file, boolean complete) {}
