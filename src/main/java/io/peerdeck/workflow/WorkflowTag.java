package io.peerdeck.workflow;

import java.util.Locale;

/// The marks by which a workflow file says that it is meant for peers.
public enum WorkflowTag {
  P2P_WORKFLOW("p2p-workflow"),
  OFFLINE_WORKFLOW("offline-workflow");

  private final String text;

  WorkflowTag(String text) {
    this.text = text;
  }

  /// The tag as it is written in a name or label.
  public String text() {
    return text;
  }

  /// Whether a name carries the tag: anywhere in it, in any letter case.
  boolean isIn(String name) {
    return name.toLowerCase(Locale.ROOT).contains(text);
  }

  /// Whether a label is the tag: the whole label, in any letter case, blanks around it aside.
  boolean is(String label) {
    return label.strip().equalsIgnoreCase(text);
  }
}
