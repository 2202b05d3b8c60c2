package io.peerdeck.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `peerdeck completion`: lets the shell complete commands and options.
@Command(
    name = "completion",
    description = "print the completion of bash and zsh: source <(peerdeck completion)")
final class CompletionCommand implements Callable<Integer> {
  private final Commands commands;

  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--manual",
      hidden = true,
      description = "print all commands as a page for `man`, which the package brings")
  private boolean manual;

  CompletionCommand(Commands commands) {
    this.commands = commands;
  }

  @Override
  public Integer call() {
    CommandLine all = new CommandLine(new CommandLineTool.Root(Terminal.NONE));
    commands.addAllTo(all);
    String script = manual ? ManualPage.of(all) : AutoComplete.bash("peerdeck", all);
    String reader = manual ? "man" : "bash";
    common.print(
        JsonNodeFactory.instance.objectNode().put("shell", reader).put("script", script),
        printed -> common.out().print(script));
    return 0;
  }
}
