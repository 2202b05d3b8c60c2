package io.peerdeck;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.peerdeck.github.HttpBounds;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The small site on loopback that the demo's scraping example reads.
final class DemoSite implements AutoCloseable {
  private static final Map<String, List<String>> SECTIONS = sections();

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  DemoSite() throws IOException {
    HttpBounds.set();
    server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 64);
    server.setExecutor(threads);
    server.createContext("/", DemoSite::answer);
    server.start();
  }

  private static Map<String, List<String>> sections() {
    Map<String, List<String>> sections = new LinkedHashMap<>();
    sections.put("news", List.of("Release 1.0", "A new office", "Winter hours"));
    sections.put("docs", List.of("Install", "Configure", "Upgrade", "Troubleshoot"));
    sections.put("shop", List.of("Lamps", "Chairs"));
    return sections;
  }

  /// `http://127.0.0.1:PORT`.
  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /// The titles a scraper must find, sorted, by section.
  static Map<String, List<String>> titles() {
    Map<String, List<String>> titles = new TreeMap<>();
    SECTIONS.forEach(
        (section, pages) -> {
          List<String> all = new java.util.ArrayList<>(pages);
          all.add("All " + section);
          titles.put(section, all.stream().sorted().toList());
        });
    return titles;
  }

  private static void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String page = page(exchange.getRequestURI().getPath());
      byte[] body = page.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/html; charset=utf-8");
      exchange.sendResponseHeaders(page.isEmpty() ? 404 : 200, page.isEmpty() ? -1 : body.length);
      if (!page.isEmpty()) {
        exchange.getResponseBody().write(body);
      }
    }
  }

  private static String page(String path) {
    for (Map.Entry<String, List<String>> section : SECTIONS.entrySet()) {
      if (path.equals("/" + section.getKey() + "/index.html")) {
        StringBuilder links = new StringBuilder();
        for (int page = 0; page < section.getValue().size(); page++) {
          links.append("<p><a href=\"page-").append(page).append(".html\">more</a></p>");
        }
        return html("All " + section.getKey(), links.toString());
      }
      for (int page = 0; page < section.getValue().size(); page++) {
        if (path.equals("/" + section.getKey() + "/page-" + page + ".html")) {
          String title = section.getValue().get(page);
          return html(title, "<p>" + title + " is told here in a few words.</p>");
        }
      }
    }
    return "";
  }

  private static String html(String title, String body) {
    return "<!doctype html><html><head><title>"
        + title
        + "</title></head><body>"
        + body
        + "</body></html>";
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
