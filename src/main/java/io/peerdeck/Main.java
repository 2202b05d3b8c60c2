package io.peerdeck;

import io.peerdeck.cli.CommandLineTool;
import io.peerdeck.cli.Terminal;
import io.peerdeck.panel.PanelApp;
import java.io.File;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/// The program's entry: a plain class, because a main class that extends `Application` cannot start
/// from the class path.
public final class Main {
  private Main() {}

  /// Runs one command; see [CommandLineTool] for the exit codes. Without a command it opens the
  /// panel, or plays the demo where there is no display.
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    boolean display = Display.prepare();
    ProgramLog.choose();
    Map<String, Supplier<?>> own = new LinkedHashMap<>();
    own.put("panel", () -> new PanelCommand(display));
    own.put("demo", DemoCommand::new);
    own.put("bench", BenchCommand::new);
    own.put("rehearse", RehearseCommand::new);
    String[] command = Launcher.command(arguments, Launcher.path());
    if (command.length == 0 && display) {
      command = new String[] {"panel"};
    } else if (command.length == 0) {
      out.println("There is no display, so Peerdeck plays its demo on the headless platform.");
      out.flush();
      command = new String[] {"demo"};
    }
    if (command[0].equals("mcp")) {
      System.setOut(System.err); // what an assistant reads is the protocol and nothing else
    }
    if (Set.of("node", "panel", "rehearse").contains(command[0])) {
      fileNames().ifPresent(err::println);
    }
    if (opensPanel(List.of(command), display)) {
      // The toolkit needs as long as reading the options does: side by side.
      Thread.ofPlatform().name("peerdeck-toolkit").daemon().start(PanelApp::ahead);
    }
    System.exit(CommandLineTool.run(command, own, out, err, Terminal.of(System.getenv())));
  }

  // A rehearsal that opens windows begins as the panel does: what it does not do starts slower.
  private static boolean opensPanel(List<String> command, boolean display) {
    return switch (command.getFirst()) {
      case "panel" -> display || command.contains("--start-report");
      case "rehearse" -> !command.contains("--commands");
      default -> false;
    };
  }

  // Java takes the encoding of file names from the locale, and nothing but the locale changes it.
  private static Optional<String> fileNames() {
    String encoding = System.getProperty("sun.jnu.encoding", "UTF-8");
    return encoding.equals("UTF-8") || File.separatorChar == '\\'
        ? Optional.empty()
        : Optional.of(
            "File names are read as "
                + encoding
                + " here, so jobs with names outside it will fail: start Peerdeck with"
                + " LC_ALL=C.UTF-8.");
  }
}
