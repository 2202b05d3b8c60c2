package io.peerdeck.panel.part;

import java.util.Comparator;

/// What is asked of the rows of a table.
///
/// @param order the same object while the order stays the same
/// @param asked counts what the person asked for, to tell it from news
record RowQuery<T>(TableFilter filter, Comparator<T> order, long asked) {}
