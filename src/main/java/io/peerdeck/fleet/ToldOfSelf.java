package io.peerdeck.fleet;

import io.peerdeck.store.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// What this machine's settings told the fleet last of its name, labels and slots. Only a setting
/// that has changed since is told again, so that what an admin or the panel changed of this member
/// outlasts a restart.
public final class ToldOfSelf {
  private static final String NAME = "name";
  private static final String LABELS = "labels";
  private static final String SLOTS = "slots";

  private final Database database;

  /// On a database with the tables of [FleetSchema].
  public ToldOfSelf(Database database) {
    this.database = database;
  }

  /// What of the settings is other than what was told last.
  public MemberChange news(MemberChange settings) {
    Map<String, String> told = read();
    Map<String, String> now = fields(settings);
    return new MemberChange(
        settings.name().filter(value -> differs(NAME, now, told)),
        settings.addresses(),
        settings.roles(),
        settings.labels().filter(value -> differs(LABELS, now, told)),
        settings.slots().filter(value -> differs(SLOTS, now, told)),
        settings.drain());
  }

  /// The settings were told. Durable on return.
  public void told(MemberChange settings) {
    Map<String, String> now = fields(settings);
    if (now.equals(read())) {
      return;
    }
    database
        .write(
            connection -> {
              try (PreparedStatement put =
                  connection.prepareStatement(
                      "INSERT OR REPLACE INTO told_of_self (field, value) VALUES (?, ?)")) {
                for (Map.Entry<String, String> field : now.entrySet()) {
                  put.setString(1, field.getKey());
                  put.setString(2, field.getValue());
                  put.executeUpdate();
                }
              }
              return now.size();
            })
        .join();
  }

  private static boolean differs(String field, Map<String, String> now, Map<String, String> told) {
    return !Optional.ofNullable(now.get(field)).equals(Optional.ofNullable(told.get(field)));
  }

  private static Map<String, String> fields(MemberChange settings) {
    Map<String, String> fields = new HashMap<>();
    settings.name().ifPresent(name -> fields.put(NAME, name));
    settings
        .labels()
        .ifPresent(labels -> fields.put(LABELS, String.join("\n", new TreeSet<>(labels))));
    settings.slots().ifPresent(slots -> fields.put(SLOTS, slots.toString()));
    return fields;
  }

  private Map<String, String> read() {
    return database.read(
        connection -> {
          Map<String, String> fields = new HashMap<>();
          try (PreparedStatement query =
                  connection.prepareStatement("SELECT field, value FROM told_of_self");
              ResultSet rows = query.executeQuery()) {
            while (rows.next()) {
              fields.put(rows.getString(1), rows.getString(2));
            }
          }
          return fields;
        });
  }
}
