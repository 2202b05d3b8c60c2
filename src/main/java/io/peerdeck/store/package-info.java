/// The one SQLite file of a data folder: a single writer thread that commits in groups, pooled
/// readers, and migrations that only go forward. Rooms bring their own tables as lists of DDL
/// statements and their own SQL as [io.peerdeck.store.SqlWork]; this room does not know what the
/// rows mean. Called by every room that keeps something on disk; opened once, by `node`.
@NullMarked
package io.peerdeck.store;

import org.jspecify.annotations.NullMarked;
