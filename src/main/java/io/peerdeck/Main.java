package io.peerdeck;

import io.peerdeck.cli.CommandLineTool;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// The program's entry: a plain class, because a main class that extends `Application` cannot start
/// from the class path.
public final class Main {
  private Main() {}

  /// Runs one command; see [CommandLineTool] for the exit codes.
  public static void main(String[] arguments) {
    PrintWriter out = new PrintWriter(System.out, false, StandardCharsets.UTF_8);
    PrintWriter err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(CommandLineTool.run(arguments, Map.of(), out, err));
  }
}
