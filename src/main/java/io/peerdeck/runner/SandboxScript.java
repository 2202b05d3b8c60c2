package io.peerdeck.runner;

import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/// The shell texts that run in a sandbox: one that takes the job's steps one after the other, and
/// one per step. Between steps the sandbox stays, so what a step leaves in the background serves
/// later ones, as at GitHub.
final class SandboxScript {
  private static final int FIRST_KERNEL_THAT_COUNTS_APART = 5_14;
  private static final int NO_FOLDER = 127;
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  // What dash and bash compute, check or keep to themselves.
  private static final Pattern SHELLS_OWN =
      Pattern.compile(
          "_|BASH.*|COMP_.*|DIRSTACK|ENV|EPOCH.*|E?UID|FCEDIT|FUNCNAME|GLOB.*|GROUPS|HIST.*|IFS|IGNOREEOF"
              + "|LC_.*|LINENO|MACHTYPE|MAIL.*|OLDPWD|OPT.*|PIPESTATUS|POSIX.*|PPID|PS\\d|PWD|RANDOM"
              + "|REPLY|SECONDS|SHELLOPTS|SHLVL|SRANDOM|TERM|ATTY|TIMEFORMAT|TMOUT|CHILD_MAX");

  private SandboxScript() {}

  static final String READY = "ready";

  /// The program that takes the steps. It says that it is ready, then reads step names from its
  /// input until that ends, runs `NAME.start` for each and writes its exit code to the pipe
  /// `NAME.end`. The limits count for all it starts and cannot be raised again: files of at most
  /// the job's disk, data of at most the job's memory, processor time, and processes, which the
  /// kernel counts per sandbox since 5.14.
  ///
  /// @param files the folder with the steps' files
  static List<String> supervisor(SandboxLimits limits, java.nio.file.Path files) {
    final StringBuilder text = new StringBuilder();
    // POSIX counts files in units of 512 bytes; the shells count memory in KiB.
    text.append("ulimit -c 0; ulimit -f ").append(Math.max(1, limits.disk() / 512));
    text.append("; ulimit -d ").append(Math.max(1, limits.memory() / 1024));
    text.append("; ulimit -t ").append(Math.max(1, limits.cpu().toSeconds())).append('\n');
    if (countsApart(System.getProperty("os.version", ""))) {
      final int processes = limits.processes();
      text.append("ulimit -u ").append(processes).append(" 2>/dev/null || ulimit -p ");
      text.append(processes).append('\n');
    }
    text.append(
        """
        echo ready
        exec >&2
        while read -r step; do
          exec 3>"$1/$step.end"
          ( . "$1/$step.start" ) <&- 3>&-
          echo $? >&3
          exec 3>&-
        done
        """);
    return List.of("/bin/sh", "-c", text.toString(), "sandbox", files.toString());
  }

  /// The processes of a job of one step, and nothing else: the shell that takes the step, the one
  /// of the step, and its script.
  static List<String> bare(java.nio.file.Path script) {
    final String text = "( exec env -i -- PATH=/usr/bin:/bin /usr/bin/bash -e \"$1\" )\nexit $?";
    return List.of("/bin/sh", "-c", text, "sandbox", script.toString());
  }

  /// What starts one step: its output into the step's pipes, its folder, its environment.
  static String start(
      List<String> command,
      Map<String, String> environment,
      java.nio.file.Path folder,
      java.nio.file.Path out,
      java.nio.file.Path err) {
    final StringBuilder text = new StringBuilder();
    text.append("exec >").append(quoted(out.toString()));
    text.append(" 2>").append(quoted(err.toString())).append(" </dev/null\n");
    text.append("cd ").append(quoted(folder.toString()));
    text.append(" || exit ").append(NO_FOLDER).append('\n');
    if (environment.keySet().stream().allMatch(SandboxScript::isPlain)) {
      text.append("unset PWD OLDPWD SHLVL\n");
      environment.forEach(
          (name, value) ->
              text.append("export ").append(name).append('=').append(quoted(value)).append('\n'));
      text.append("exec");
    } else {
      text.append("exec env -i --");
      environment.forEach((name, value) -> text.append(' ').append(quoted(name + "=" + value)));
    }
    command.forEach(word -> text.append(' ').append(quoted(word)));
    return text.append('\n').toString();
  }

  /// Whether any shell can export a variable of this name as it could any other; where one is not,
  /// `env` starts the step, which takes a program more.
  private static boolean isPlain(String name) {
    return PLAIN.matcher(name).matches() && !SHELLS_OWN.matcher(name).matches();
  }

  static String quoted(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new RunnerException(
          "A NUL character cannot be passed to a process: "
              + text.replace('\0', '?').lines().findFirst().orElse(""));
    }
    return "'" + text.replace("'", "'\\''") + "'";
  }

  static boolean countsApart(String kernel) {
    final String[] parts = kernel.split("[^0-9]+", 3);
    try {
      return parts.length > 1
          && Integer.parseInt(parts[0]) * 100 + Integer.parseInt(parts[1])
              >= FIRST_KERNEL_THAT_COUNTS_APART;
    } catch (NumberFormatException e) {
      return false; // an unknown kernel: the guard counts
    }
  }
}
