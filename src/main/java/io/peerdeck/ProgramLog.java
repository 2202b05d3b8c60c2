package io.peerdeck;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/// Logback as `logback.xml` says, without looking for anything. Left to themselves, SLF4J looks for
/// Logback, Logback for three kinds of settings, and the XML parser for itself, in each of the
/// program's libraries: a third of what opening a node takes.
public final class ProgramLog implements SLF4JServiceProvider {
  private static final String PROVIDER = "slf4j.provider";

  /// With it, a person names settings of their own.
  private static final String OWN_SETTINGS = "logback.configurationFile";

  private final LoggerContext context = new LoggerContext();
  private final IMarkerFactory markers = new BasicMarkerFactory();
  private final LogbackMDCAdapter diagnostics = new LogbackMDCAdapter();

  /// Has this process log so from its first line on, unless it was told otherwise.
  static void choose() {
    if (System.getProperty(PROVIDER) == null && System.getProperty(OWN_SETTINGS) == null) {
      System.setProperty(PROVIDER, ProgramLog.class.getName());
      System.setProperty("slf4j.internal.verbosity", "WARN"); // or it tells what it was told
    }
  }

  @Override
  public void initialize() {
    context.setName("default");
    context.setMDCAdapter(diagnostics);
    StderrLog lines = new StderrLog();
    lines.setName("STDERR");
    lines.setContext(context);
    lines.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.setLevel(Level.WARN);
    root.addAppender(lines);
    Level own = Level.toLevel(System.getProperty("peerdeck.log"), Level.INFO);
    context.getLogger("io.peerdeck").setLevel(own);
    context.start();
  }

  @Override
  public ILoggerFactory getLoggerFactory() {
    return context;
  }

  @Override
  public IMarkerFactory getMarkerFactory() {
    return markers;
  }

  @Override
  public MDCAdapter getMDCAdapter() {
    return diagnostics;
  }

  @Override
  public String getRequestedApiVersion() {
    return "2.0.99";
  }
}
