package io.peerdeck.runner;

import java.util.Map;

/// What a program that the node starts for itself inherits. A job's steps inherit nothing, see
/// [JobEnvironment].
///
/// The installed program's launcher leaves two variables to its own second half. Inherited, the
/// first makes another start of the launcher take itself for that half, which then fails; the
/// second lets the child load libraries from the program's folder.
public final class ChildEnvironment {
  private static final String LAUNCHER = "_JPACKAGE_LAUNCHER";
  private static final String LIBRARIES = "LD_LIBRARY_PATH";

  private ChildEnvironment() {}

  /// Takes out what the launcher of this process put in.
  ///
  /// @param environment of a `ProcessBuilder`; changed in place
  public static void clean(Map<String, String> environment) {
    if (environment.remove(LAUNCHER) == null) {
      return;
    }
    // The launcher adds `:FOLDER` to what was there.
    String libraries = environment.getOrDefault(LIBRARIES, "");
    String before = libraries.substring(0, Math.max(0, libraries.lastIndexOf(':')));
    if (before.isEmpty()) {
      environment.remove(LIBRARIES);
    } else {
      environment.put(LIBRARIES, before);
    }
  }
}
