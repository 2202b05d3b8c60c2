package io.peerdeck;

import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.ConsoleTarget;

/// The log as people read it, on stderr: stdout belongs to a command's answer. Invitations and
/// tokens are nobody's to read.
public final class StderrLog extends ConsoleAppender<ILoggingEvent> {
  private static final String SECRETS =
      "(peerdeck:|[Bb]earer |\\bgh[pousr]_|\\bgithub_pat_)[A-Za-z0-9_.+/=-]+";

  @Override
  public void start() {
    PatternLayoutEncoder lines = new PatternLayoutEncoder();
    lines.setContext(getContext());
    lines.setPattern(
        "%d{HH:mm:ss.SSS} %-5level %logger{0} - %replace(%msg%n%ex){'"
            + SECRETS
            + "', '$1***'}%nopex");
    lines.start();
    setEncoder(lines);
    setTarget(ConsoleTarget.SystemErr.getName());
    super.start();
  }
}
