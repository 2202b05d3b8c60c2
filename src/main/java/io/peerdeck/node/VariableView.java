package io.peerdeck.node;

/// A variable of this machine, which every job that runs here may read.
///
/// @param name in upper case
public record VariableView(String name, String value) {}
