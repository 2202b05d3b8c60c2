package io.peerdeck.github;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.peerdeck.multiformats.Cid;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.store.Migration;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The rows of kept answers: everything but their bodies.
final class AnswerRows {
  static final List<Migration> MIGRATIONS =
      List.of(
          new Migration(
              1,
              List.of(
                  """
                  CREATE TABLE answer (
                    partition TEXT NOT NULL, target TEXT NOT NULL, accept TEXT NOT NULL,
                    version TEXT NOT NULL, headers TEXT NOT NULL, etag TEXT NOT NULL,
                    cid TEXT NOT NULL, bytes INTEGER NOT NULL, fetched INTEGER NOT NULL,
                    rung TEXT NOT NULL, brought TEXT NOT NULL, used INTEGER NOT NULL,
                    PRIMARY KEY (partition, target, accept, version)) WITHOUT ROWID
                  """,
                  "CREATE INDEX answer_used ON answer (used)",
                  "CREATE INDEX answer_cid ON answer (cid)")));

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<Map<String, String>> HEADERS = new TypeReference<>() {};

  /// A row whose body lies in a file.
  record Row(
      CacheKey key,
      Map<String, String> headers,
      String etag,
      Cid cid,
      long fetched,
      TrustRung rung,
      String from) {
    CachedAnswer with(ApiBody body) {
      return new CachedAnswer(
          key,
          headers,
          body,
          Optional.of(etag).filter(tag -> !tag.isEmpty()),
          Instant.ofEpochMilli(fetched),
          rung,
          Optional.of(from).filter(peer -> !peer.isEmpty()).map(PeerId::parse));
    }
  }

  private AnswerRows() {}

  static Optional<Row> find(Connection connection, CacheKey key) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT headers, etag, cid, fetched, rung, brought FROM answer"
                + " WHERE partition = ? AND target = ? AND accept = ? AND version = ?")) {
      bind(select, key);
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? Optional.of(
                new Row(
                    key,
                    headers(row.getString(1)),
                    row.getString(2),
                    Cid.parse(row.getString(3)),
                    row.getLong(4),
                    TrustRung.valueOf(row.getString(5)),
                    row.getString(6)))
            : Optional.empty();
      }
    }
  }

  private static void bind(PreparedStatement statement, CacheKey key) throws SQLException {
    statement.setString(1, key.partition().name());
    statement.setString(2, key.read().target());
    statement.setString(3, key.read().accept());
    statement.setString(4, key.read().apiVersion());
  }

  static int put(Connection connection, CachedAnswer answer, long now) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT OR REPLACE INTO answer (partition, target, accept, version, headers, etag, cid,"
                + " bytes, fetched, rung, brought, used) VALUES (?,?,?,?,?,?,?,?,?,?,?,?)")) {
      bind(insert, answer.key());
      insert.setString(5, text(answer.headers()));
      insert.setString(6, answer.etag().orElse(""));
      insert.setString(7, answer.body().cid().toString());
      insert.setLong(8, answer.body().bytes().length);
      insert.setLong(9, answer.fetched().toEpochMilli());
      insert.setString(10, answer.rung().name());
      insert.setString(11, answer.from().map(PeerId::toString).orElse(""));
      insert.setLong(12, now);
      return insert.executeUpdate();
    }
  }

  static int remove(Connection connection, CacheKey key) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "DELETE FROM answer WHERE partition = ? AND target = ? AND accept = ? AND version ="
                + " ?")) {
      bind(delete, key);
      return delete.executeUpdate();
    }
  }

  static int used(Connection connection, CacheKey key, long now) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement(
            "UPDATE answer SET used = ? WHERE partition = ? AND target = ? AND accept = ? AND"
                + " version = ?")) {
      update.setLong(1, now);
      update.setString(2, key.partition().name());
      update.setString(3, key.read().target());
      update.setString(4, key.read().accept());
      update.setString(5, key.read().apiVersion());
      return update.executeUpdate();
    }
  }

  /// The questions kept for all eyes.
  static List<CacheKey> ofPublic(Connection connection) throws SQLException {
    List<CacheKey> keys = new ArrayList<>();
    try (PreparedStatement select =
        connection.prepareStatement(
            "SELECT target, accept, version FROM answer WHERE partition = ?")) {
      select.setString(1, Partition.PUBLIC.name());
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          keys.add(
              new CacheKey(
                  Partition.PUBLIC,
                  new ApiRead(rows.getString(1), rows.getString(2), rows.getString(3))));
        }
      }
    }
    return keys;
  }

  /// Drops what is older than `oldest`, then what was used longest ago until no more than `most`
  /// bytes are left.
  static int prune(Connection connection, long oldest, long most) throws SQLException {
    try (PreparedStatement old =
            connection.prepareStatement("DELETE FROM answer WHERE fetched < ?");
        PreparedStatement least =
            connection.prepareStatement(
                "DELETE FROM answer WHERE (partition, target, accept, version) IN (SELECT"
                    + " partition, target, accept, version FROM (SELECT partition, target, accept,"
                    + " version, SUM(bytes + 512) OVER (ORDER BY used DESC, fetched DESC, target)"
                    + " AS upTo FROM answer) WHERE upTo > ?)")) {
      old.setLong(1, oldest);
      least.setLong(1, most);
      return old.executeUpdate() + least.executeUpdate();
    }
  }

  static List<String> cids(Connection connection) throws SQLException {
    return texts(connection, "SELECT DISTINCT cid FROM answer");
  }

  /// What was used longest ago first; a body of several answers by the one used last.
  static List<String> cidsByUse(Connection connection) throws SQLException {
    return texts(connection, "SELECT cid FROM answer GROUP BY cid ORDER BY MAX(used)");
  }

  private static List<String> texts(Connection connection, String query) throws SQLException {
    List<String> texts = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(query);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        texts.add(rows.getString(1));
      }
    }
    return texts;
  }

  private static String text(Map<String, String> headers) {
    try {
      return JSON.writeValueAsString(headers);
    } catch (JsonProcessingException e) {
      throw new GitHubException("headers cannot be written down: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> headers(String text) {
    try {
      return JSON.readValue(text, HEADERS);
    } catch (JsonProcessingException e) {
      throw new GitHubException("kept headers cannot be read: " + e.getMessage(), e);
    }
  }
}
