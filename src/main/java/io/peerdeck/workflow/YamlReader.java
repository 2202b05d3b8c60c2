package io.peerdeck.workflow;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.ReaderException;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.resolver.Resolver;

/// Reads bytes into [YamlNode]s within GitHub's limits.
final class YamlReader {
  private static final String UNDEFINED_ALIAS = "found undefined alias ";
  private static final int MAX_DEPTH = 50;

  /// Bounds on what aliases unfold to: GitHub takes a million events and 10 MiB.
  private static final int MAX_NODES = 300_000;

  private static final int MAX_TEXT = 10 << 20;
  private static final int MAX_ALIASES = 1_000;

  private final String file;
  private final Findings findings;
  private final int maxBytes;
  private final Set<Node> above = Collections.newSetFromMap(new IdentityHashMap<>());
  private List<String> lines = List.of();
  private int nodes;
  private long text;

  YamlReader(String file, Findings findings) {
    this(file, findings, ReadLimits.USUAL);
  }

  YamlReader(String file, Findings findings, ReadLimits limits) {
    this.file = file;
    this.findings = findings;
    this.maxBytes = limits.file();
  }

  /// The one document of the file; empty after an error, which is then among the findings.
  Optional<YamlNode> read(byte[] bytes) {
    Position start = new Position(file, 1, 1);
    if (bytes.length > maxBytes) {
      findings.githubOfFile(
          start,
          "The maximum file size of %d characters has been exceeded".formatted(maxBytes),
          ": it has %d bytes".formatted(bytes.length));
      return Optional.empty();
    }
    String source;
    try {
      source = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notText) {
      findings.error(start, "The file is not UTF-8 text; save it as UTF-8");
      return Optional.empty();
    }
    if (source.startsWith("\uFEFF")) {
      source = source.substring(1);
    }
    lines = source.lines().toList();
    try {
      Node root = compose(source);
      if (root == null) {
        findings.error(start, "The file is empty; a workflow needs at least 'on' and 'jobs'");
        return Optional.empty();
      }
      return Optional.of(converted(root, 1));
    } catch (UnreadableYaml refused) {
      findings.githubOfFile(refused.at(), refused.what(), refused.advice());
    } catch (MarkedYAMLException broken) {
      if (String.valueOf(broken.getProblem()).startsWith(UNDEFINED_ALIAS)) {
        Mark place = broken.getProblemMark();
        findings.githubOfFile(
            place == null ? start : place(place),
            "Unknown anchor '" + broken.getProblem().substring(UNDEFINED_ALIAS.length()) + "'",
            "; define it above with & and this name");
        return Optional.empty();
      }
      Mark mark =
          broken.getProblemMark() == null ? broken.getContextMark() : broken.getProblemMark();
      String context = broken.getContext() == null ? "" : " (" + broken.getContext() + ")";
      findings.error(
          mark == null ? start : place(mark), "Invalid YAML: " + broken.getProblem() + context);
    } catch (ReaderException character) {
      findings.error(
          place(source, character.getPosition()),
          "The character U+%04X is not allowed in YAML; remove it"
              .formatted(character.getCodePoint()));
    } catch (YAMLException limit) {
      findings.error(start, "Invalid YAML: " + limit.getMessage());
    }
    return Optional.empty();
  }

  @SuppressWarnings("NullAway") // SnakeYAML is not annotated; it gives null for an empty stream
  private @Nullable Node compose(String source) {
    LoaderOptions options = new LoaderOptions();
    options.setMaxAliasesForCollections(MAX_ALIASES);
    options.setNestingDepthLimit(2 * MAX_DEPTH);
    options.setCodePointLimit(maxBytes);
    options.setTagInspector(tag -> true); // tags are judged here, nothing is constructed
    options.setAllowDuplicateKeys(true); // found here, without regard to letter case
    Resolver untagged =
        new Resolver() {
          @Override
          public Tag resolve(NodeId kind, String value, boolean implicit) {
            return ScalarTyping.UNTAGGED;
          }
        };
    return new Composer(new ParserImpl(new StreamReader(source), options), untagged, options)
        .getSingleNode();
  }

  private YamlNode converted(Node node, int depth) {
    Position at = place(node.getStartMark());
    if (depth > MAX_DEPTH && !(node instanceof ScalarNode)) {
      throw new UnreadableYaml(
          at, "Maximum object depth exceeded", ": at most " + MAX_DEPTH + " levels");
    }
    if (++nodes > MAX_NODES) {
      throw new UnreadableYaml(
          at,
          "Maximum object size exceeded",
          ": with its aliases unfolded the file has over " + MAX_NODES + " nodes");
    }
    if (node instanceof ScalarNode scalar) {
      return scalar(scalar, at);
    }
    above.add(node);
    YamlNode result =
        switch (node) {
          case MappingNode mapping -> mapping(mapping, at, depth);
          case SequenceNode sequence -> {
            expectTag(sequence, Tag.SEQ, at);
            List<YamlNode> items = new ArrayList<>();
            Mark before = sequence.getStartMark();
            for (Node item : sequence.getValue()) {
              refuseRecursion(item, before);
              items.add(converted(item, depth + 1));
              before =
                  item.getStartMark().getIndex() > before.getIndex() ? item.getEndMark() : before;
            }
            yield new YamlNode.Sequence(at, List.copyOf(items));
          }
          default -> throw new UnreadableYaml(at, "Unexpected YAML node");
        };
    above.remove(node);
    return result;
  }

  /// Refuses an alias to what it stands in; the alias itself is the next `*` behind a mark.
  private void refuseRecursion(Node node, Mark before) {
    if (!above.contains(node)) {
      return;
    }
    int line = before.getLine();
    int star = lines.get(line).indexOf('*', before.getColumn());
    while (star < 0 && line + 1 < lines.size()) {
      star = lines.get(++line).indexOf('*');
    }
    throw new UnreadableYaml(
        new Position(file, line + 1, Math.max(0, star) + 1),
        "An anchor contains an alias to itself");
  }

  private YamlNode mapping(MappingNode mapping, Position at, int depth) {
    expectTag(mapping, Tag.MAP, at);
    List<YamlNode.Entry> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (NodeTuple tuple : mapping.getValue()) {
      refuseRecursion(tuple.getKeyNode(), mapping.getStartMark());
      if (!(converted(tuple.getKeyNode(), depth + 1) instanceof YamlNode.Scalar key)) {
        throw new UnreadableYaml(
            place(tuple.getKeyNode().getStartMark()),
            "A key must be a scalar, not a sequence or mapping");
      }
      if (key.text().equals("<<") && isPlain(tuple.getKeyNode())) {
        findings.github(
            key.at(),
            key.at(),
            "Unexpected value '<<'",
            ": Merge keys are not part of the workflow language; write the entries out");
        continue;
      }
      refuseRecursion(tuple.getValueNode(), tuple.getKeyNode().getEndMark());
      YamlNode value = converted(tuple.getValueNode(), depth + 1);
      if (names.add(key.text().toLowerCase(Locale.ROOT))) {
        entries.add(new YamlNode.Entry(key, value));
      } else {
        findings.github(key.at(), key.at(), "'" + key.text() + "' is already defined");
      }
    }
    return new YamlNode.Mapping(at, List.copyOf(entries));
  }

  private static boolean isPlain(Node node) {
    return node instanceof ScalarNode scalar && scalar.getScalarStyle() == ScalarStyle.PLAIN;
  }

  private static void expectTag(Node node, Tag expected, Position at) {
    if (!node.getTag().equals(ScalarTyping.UNTAGGED) && !node.getTag().equals(expected)) {
      throw new UnreadableYaml(at, "Unexpected tag '" + node.getTag().getValue() + "'");
    }
  }

  private YamlNode.Scalar scalar(ScalarNode node, Position at) {
    String value = node.getValue();
    text += value.length();
    if (text > MAX_TEXT) {
      throw new UnreadableYaml(
          at,
          "Maximum object size exceeded",
          ": with its aliases unfolded the file has over 10 MiB of text");
    }
    Value typed = ScalarTyping.typed(node, value, at);
    boolean block =
        node.getScalarStyle() == ScalarStyle.LITERAL || node.getScalarStyle() == ScalarStyle.FOLDED;
    return new YamlNode.Scalar(at, typed, block ? expressionPlaces(node) : List.of());
  }

  /// Where each `${{` of a block scalar stands in the file.
  private List<Position> expressionPlaces(ScalarNode block) {
    List<Position> places = new ArrayList<>();
    int end = Math.min(lines.size(), block.getEndMark().getLine() + 1);
    for (int line = block.getStartMark().getLine() + 1; line < end; line++) {
      String row = lines.get(line);
      for (int column = row.indexOf("${{"); column >= 0; column = row.indexOf("${{", column + 3)) {
        places.add(new Position(file, line + 1, row.codePointCount(0, column) + 1));
      }
    }
    return places;
  }

  private Position place(Mark mark) {
    return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
  }

  private Position place(String source, int index) {
    int line = 1;
    int column = 1;
    int end = Math.min(index, source.codePointCount(0, source.length()));
    for (int codePoint : source.codePoints().limit(end).toArray()) {
      line += codePoint == '\n' ? 1 : 0;
      column = codePoint == '\n' ? 1 : column + 1;
    }
    return new Position(file, line, column);
  }
}
