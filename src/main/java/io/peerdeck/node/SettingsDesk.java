package io.peerdeck.node;

import io.peerdeck.fleet.MemberChange;
import io.peerdeck.multiformats.PeerId;
import io.peerdeck.multiformats.PeerdeckException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// What can be set about this node: shown, checked, written to `config.yaml`, and applied.
final class SettingsDesk {
  private static final Path SHOWN = Path.of("config.yaml");

  /// A file changed more lately than this could change again without another time.
  private static final Duration SETTLED = Duration.ofSeconds(2);

  private final NodeRooms rooms;
  private volatile Optional<Written> last = Optional.empty();
  private volatile Optional<String> logAtStart;

  SettingsDesk(NodeRooms rooms) {
    this.rooms = rooms;
    logAtStart = rooms.config.log().map(LogLevel::text);
    logAtStart.or(() -> read().log()).flatMap(LogLevel::of).ifPresent(LogLevel::apply);
  }

  private FolderSettings read() {
    return written().settings();
  }

  /// The file as it is; read again only where it may have changed.
  private Written written() {
    Path file = rooms.folder.settings();
    Optional<Written> known = last;
    if (known.isPresent() && known.get().isOf(file)) {
      return known.get();
    }
    FileTime modified = lastModified(file);
    FolderSettings settings = FolderSettings.read(file);
    Written now = new Written(modified, settings, FolderSettings.values(file, file()).keys());
    boolean settled = System.currentTimeMillis() - modified.toMillis() > SETTLED.toMillis();
    last = settled ? Optional.of(now) : Optional.empty();
    return now;
  }

  /// What a file said that was changed last at this time.
  private record Written(FileTime modified, FolderSettings settings, Set<String> keys) {
    boolean isOf(Path file) {
      return Files.exists(file) && lastModified(file).equals(modified);
    }
  }

  private static FileTime lastModified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0); // reading it says what is wrong
    }
  }

  private String file() {
    try {
      return Files.readString(rooms.folder.settings());
    } catch (IOException e) {
      throw failed("cannot be read", e);
    }
  }

  List<SettingView> all() {
    Written written = written();
    return SettingsCatalogue.ALL.stream()
        .map(setting -> view(setting, written.settings(), written.keys()))
        .toList();
  }

  private SettingView view(Setting setting, FolderSettings settings, Set<String> written) {
    Optional<String> started = startedWith(setting.key());
    return new SettingView(
        setting.key(),
        started.orElseGet(() -> setting.text(settings)),
        setting.text(FolderSettings.defaults()),
        setting.type().name().toLowerCase(Locale.ROOT),
        setting.choices(),
        setting.range().map(Setting.Range::least),
        setting.range().map(Setting.Range::most),
        setting.description(),
        setting.isLive() ? "live" : "restart",
        started.isPresent() ? "start" : written.contains(setting.key()) ? "file" : "default");
  }

  /// What the program was started with instead of the folder's setting.
  private Optional<String> startedWith(String key) {
    NodeConfig config = rooms.config;
    return switch (key) {
      case "name" -> config.name();
      case "network" -> config.network() ? Optional.empty() : Optional.of("off");
      case "sandbox" -> config.sandbox() ? Optional.empty() : Optional.of("off");
      case "listen" ->
          Optional.of(config.listen())
              .filter(l -> !l.isEmpty())
              .map(SettingsDesk::text)
              .or(() -> EarlierNames.of(config.environment()).text(key));
      case "join" -> config.join();
      case "log" -> logAtStart;
      case "slots" -> config.slots().map(slots -> Integer.toString(slots));
      default -> EarlierNames.of(config.environment()).text(key); // those of trust are besides
    };
  }

  private static String text(List<String> items) {
    return String.join(", ", items);
  }

  Optional<String> check(String key, String text) {
    return problem(SettingsCatalogue.find(key), text);
  }

  /// Why a setting does not take a text.
  static Optional<String> problem(Setting setting, String text) {
    Optional<String> yaml = setting.yaml(text);
    try {
      yaml.ifPresent(value -> FolderSettings.parse(SHOWN, setting.key() + ": " + value));
      return Optional.empty();
    } catch (NodeException e) {
      String message = String.valueOf(e.getMessage()).replaceFirst("^" + SHOWN + ":\\d+: ", "");
      return Optional.of(Character.toUpperCase(message.charAt(0)) + message.substring(1));
    }
  }

  synchronized SettingView change(String key, String text) {
    Setting setting = SettingsCatalogue.find(key);
    problem(setting, text)
        .ifPresent(
            why -> {
              throw new NodeException(NodeException.Reason.INVALID, why);
            });
    String changed = SettingsText.with(file(), key, setting.yaml(text));
    FolderSettings.parse(rooms.folder.settings(), changed);
    write(changed);
    apply(key, read());
    rooms.changes.add(new Change.Status());
    return all().stream().filter(view -> view.key().equals(key)).findFirst().orElseThrow();
  }

  private void write(String text) {
    Path file = rooms.folder.settings();
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.writeString(temporary, text);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw failed("cannot be written", e);
    }
  }

  private NodeException failed(String what, IOException e) {
    return new NodeException(
        NodeException.Reason.FAILED,
        "The settings " + rooms.folder.settings() + " " + what + ": " + DiskError.why(e) + ".",
        e);
  }

  private void apply(String key, FolderSettings now) {
    switch (key) {
      case "name" -> {
        rooms.settings = rooms.settings.withName(now.name());
        tellFleet(MemberChange.NONE.name(now.name()));
      }
      case "slots" -> {
        rooms.settings = rooms.settings.withSlots(now.slots());
        tellFleet(MemberChange.NONE.slots(now.slots()));
      }
      case "labels" -> {
        rooms.settings = rooms.settings.withLabels(now.labels());
        tellFleet(MemberChange.NONE.labels(rooms.settings.labels()));
      }
      case JobSettings.QUEUE_TIMEOUT,
          JobSettings.ATTEMPTS,
          JobSettings.CACHE_GIB,
          JobSettings.CACHE_DAYS,
          JobSettings.KEEP_DAYS ->
          rooms.settings = rooms.settings.withJobs(now.jobs());
      case "trust" -> now.trust().stream().map(PeerId::parse).forEach(rooms.trust::trust);
      case "log" -> {
        logAtStart = Optional.empty();
        now.log().flatMap(LogLevel::of).orElse(LogLevel.INFO).apply();
      }
      default -> {} // at the next start
    }
  }

  /// Before this node is a member there is nobody to tell; it says so itself when it comes in.
  private void tellFleet(MemberChange change) {
    if (!rooms.clock.currentView().isMember(rooms.clock.self())) {
      return;
    }
    try {
      rooms.fleet.updateSelf(change);
    } catch (PeerdeckException e) {
      throw new NodeException(
          NodeException.Reason.REFUSED,
          "The setting is written and holds from the next start on; the fleet could not be told"
              + " now: "
              + e.getMessage()
              + ".",
          e);
    }
  }
}
