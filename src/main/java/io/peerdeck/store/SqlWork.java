package io.peerdeck.store;

import java.sql.Connection;
import java.sql.SQLException;

/// Statements that belong together. Inside [Database#write] they are one savepoint of a group's
/// transaction, inside [Database#read] one snapshot; transactions and the connection's settings
/// are the database's business, so a work neither commits, nor closes the connection, nor keeps it.
@FunctionalInterface
public interface SqlWork<T extends @org.jspecify.annotations.Nullable Object> {
  T run(Connection connection) throws SQLException;
}
