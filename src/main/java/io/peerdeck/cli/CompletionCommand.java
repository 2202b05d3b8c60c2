package io.peerdeck.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `peerdeck completion`: lets the shell complete commands and options.
@Command(
    name = "completion",
    description = "print the completion of bash and zsh: source <(peerdeck completion)")
final class CompletionCommand implements Callable<Integer> {
  private final Commands commands;

  @Mixin private CommonOptions common = new CommonOptions();

  CompletionCommand(Commands commands) {
    this.commands = commands;
  }

  @Override
  public Integer call() {
    CommandLine all = new CommandLine(new CommandLineTool.Root(Terminal.NONE));
    commands.addAllTo(all);
    String script = AutoComplete.bash("peerdeck", all);
    common.print(
        JsonNodeFactory.instance.objectNode().put("shell", "bash").put("script", script),
        printed -> common.out().print(script));
    return 0;
  }
}
