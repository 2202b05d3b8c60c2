package io.peerdeck.node;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The labels a machine carries without being told: GitHub's words for a self-hosted runner of its
/// kind, and the hosted runners' names that workflow files commonly ask for.
final class HostLabels {
  private HostLabels() {}

  static Set<String> of(String osName, String osArch, List<String> more) {
    Set<String> labels = new LinkedHashSet<>(List.of("self-hosted"));
    String os = osName.toLowerCase(Locale.ROOT);
    if (os.contains("linux")) {
      labels.addAll(List.of("linux", "ubuntu-latest", "ubuntu-24.04", "ubuntu-22.04"));
    } else if (os.contains("mac")) {
      labels.addAll(List.of("macos", "macos-latest"));
    } else if (os.contains("win")) {
      labels.addAll(List.of("windows", "windows-latest"));
    }
    switch (osArch.toLowerCase(Locale.ROOT)) {
      case "amd64", "x86_64" -> labels.add("x64");
      case "aarch64", "arm64" -> labels.add("arm64");
      default -> labels.add(osArch.toLowerCase(Locale.ROOT));
    }
    labels.addAll(more);
    return labels;
  }
}
