package io.peerdeck;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// What the program says of itself, and what it keeps to itself.
final class ProgramLogTest {
  private final ProgramLog log = new ProgramLog();

  @Test
  void invitationsAndTokensAreNobodysToRead() {
    LoggerContext context = context();
    StderrLog lines = (StderrLog) root(context).getAppender("STDERR");
    Logger logger = context.getLogger("io.peerdeck.Sample");
    String said = "Bearer abc.def, ghp_123 and peerdeck:xyz";
    LoggingEvent event = new LoggingEvent("", logger, Level.INFO, said, null, null);
    String line = new String(lines.getEncoder().encode(event), StandardCharsets.UTF_8);
    assertThat(line).contains("INFO  Sample - Bearer ***, ghp_*** and peerdeck:***");
  }

  @Test
  void theProgramLogsAsItsSettingsTellThoseWhoReadThem() throws JoranException {
    LoggerContext read = new LoggerContext();
    JoranConfigurator configurator = new JoranConfigurator();
    configurator.setContext(read);
    configurator.doConfigure(Objects.requireNonNull(ProgramLog.class.getResource("/logback.xml")));
    assertThat(levels(context())).isEqualTo(levels(read)).containsKey("io.peerdeck");
    assertThat(root(read).getAppender("STDERR")).isInstanceOf(StderrLog.class);
  }

  private LoggerContext context() {
    log.initialize();
    return (LoggerContext) log.getLoggerFactory();
  }

  private static Logger root(LoggerContext context) {
    return context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
  }

  private static Map<String, Level> levels(LoggerContext context) {
    Map<String, Level> levels = new LinkedHashMap<>();
    for (Logger logger : context.getLoggerList()) {
      if (logger.getLevel() != null) {
        levels.put(logger.getName(), logger.getLevel());
      }
    }
    return levels;
  }
}
