package io.peerdeck.multiformats;

import java.util.Base64;
import java.util.Map;

/// DAG-JSON text of a value: links as `{"/": "cid"}`, bytes as `{"/": {"bytes": "base64"}}`.
final class DagJson {
  private DagJson() {}

  static String text(Ipld value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Ipld value, StringBuilder out) {
    switch (value) {
      case Ipld.Null() -> out.append("null");
      case Ipld.Bool(boolean b) -> out.append(b);
      case Ipld.Int(long n) -> out.append(n);
      case Ipld.Real(double d) -> out.append(d);
      case Ipld.Text(String s) -> JsonText.quote(s, out);
      case Ipld.Bytes(byte[] bytes) ->
          out.append("{\"/\":{\"bytes\":\"")
              .append(Base64.getEncoder().withoutPadding().encodeToString(bytes))
              .append("\"}}");
      case Ipld.Link(Cid cid) -> out.append("{\"/\":\"").append(cid).append("\"}");
      case Ipld.List(var items) -> {
        String separator = "[";
        for (Ipld item : items) {
          out.append(separator);
          write(item, out);
          separator = ",";
        }
        out.append(items.isEmpty() ? "[]" : "]");
      }
      case Ipld.Map map -> {
        String separator = "{";
        for (Map.Entry<String, Ipld> field : map.fields().entrySet()) {
          out.append(separator);
          JsonText.quote(field.getKey(), out);
          out.append(':');
          write(field.getValue(), out);
          separator = ",";
        }
        out.append(map.size() == 0 ? "{}" : "}");
      }
    }
  }
}
