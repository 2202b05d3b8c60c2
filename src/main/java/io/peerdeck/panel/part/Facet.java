package io.peerdeck.panel.part;

import java.util.Collection;
import java.util.function.Function;

/// A property rows can be filtered by with a few clicks.
///
/// @param values what a row has of it
public record Facet<T>(String id, String title, Function<T, Collection<String>> values) {}
