// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate.jinja;

import io.github.aligner4j.chattemplate.jinja.Values.Bool;
import io.github.aligner4j.chattemplate.jinja.Values.Int;
import io.github.aligner4j.chattemplate.jinja.Values.None;
import io.github.aligner4j.chattemplate.jinja.Values.Real;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes values as Python's {@code json.dumps} does. If a content is part of the value, all of the JSON text is content. */
final class Json {

    private final Style style;
    private final Budget budget;
    private final StringBuilder out = new StringBuilder();
    private boolean content;

    private Json(Style style, Budget budget) {
        this.style = style;
        this.budget = budget;
    }

    /**
     * The arguments of {@code tojson}.
     *
     * @param ascii true to escape all characters beyond ASCII
     * @param indent text of one level of indentation; null for a single line
     * @param itemSeparator text between items
     * @param keySeparator text between a key and its value
     * @param sorted true to sort keys
     */
    record Style(boolean ascii, @Nullable String indent, String itemSeparator, String keySeparator, boolean sorted) {

        static Style of(Arguments arguments) {
            Value indent = arguments.get(1, "indent");
            Long width = indent == null ? null : Numbers.integer(indent);
            if (width != null && width > 100) {
                throw new JinjaException("'indent' of 'tojson' must be at most 100, but is " + width);
            }
            String level = indent instanceof MarkedText text ? text.plain() : null;
            String unit = width == null ? level : " ".repeat((int) Math.max(0, width));
            Value separators = arguments.get(2, "separators");
            String item = unit == null ? ", " : ",";
            String key = ": ";
            if (separators instanceof Sequence pair && pair.items().size() == 2) {
                item = text(pair.items().get(0));
                key = text(pair.items().get(1));
            }
            return new Style(
                    arguments.truth(0, "ensure_ascii", false), unit, item, key, arguments.truth(3, "sort_keys", false));
        }

        private static String text(Value value) {
            if (value instanceof MarkedText text) {
                return text.plain();
            }
            throw new JinjaException("'separators' of 'tojson' must be two texts");
        }
    }

    static MarkedText write(Value value, Arguments arguments, Budget budget) {
        Json json = new Json(Style.of(arguments), budget);
        json.content = hasContent(arguments.get(1, "indent")) || hasContent(arguments.get(2, "separators"));
        json.write(value, 0);
        return MarkedText.of(json.out.toString(), json.content);
    }

    private static boolean hasContent(@Nullable Value value) {
        return (value instanceof MarkedText text && text.hasContent())
                || (value instanceof Sequence sequence
                        && sequence.items().stream().anyMatch(Json::hasContent));
    }

    private void write(Value value, int depth) {
        budget.step();
        int start = out.length();
        if (value instanceof MarkedText text) {
            writeText(text);
        } else if (value instanceof Dictionary dictionary) {
            writeEntries(sorted(dictionary.entries()), depth);
        } else if (value instanceof Sequence sequence) {
            writeItems(sequence.items(), depth);
        } else {
            out.append(simple(value));
        }
        budget.characters(Math.min(out.length() - start, 100));
    }

    private static String simple(Value value) {
        if (value instanceof Bool truth) {
            return truth.value() ? "true" : "false";
        }
        if (value == None.NONE) {
            return "null";
        }
        if (value instanceof Int number) {
            return Long.toString(number.value());
        }
        if (value instanceof Real number) {
            return PythonRepr.real(number.value());
        }
        throw new JinjaException("a value of type " + value.type() + " can't be written as JSON");
    }

    private Map<Value, Value> sorted(Map<Value, Value> entries) {
        if (!style.sorted()) {
            return entries;
        }
        Map<Value, Value> sorted = new TreeMap<>((one, other) -> Values.compare(one, other, budget));
        sorted.putAll(entries);
        return sorted;
    }

    private void writeEntries(Map<Value, Value> entries, int depth) {
        out.append('{');
        String separator = "";
        for (Map.Entry<Value, Value> entry : entries.entrySet()) {
            out.append(separator);
            newLine(depth + 1);
            if (entry.getKey() instanceof MarkedText key) {
                writeText(key);
            } else {
                out.append('"').append(simple(entry.getKey())).append('"');
            }
            out.append(style.keySeparator());
            write(entry.getValue(), depth + 1);
            separator = style.itemSeparator();
        }
        if (!entries.isEmpty()) {
            newLine(depth);
        }
        out.append('}');
    }

    private void writeItems(List<Value> items, int depth) {
        out.append('[');
        String separator = "";
        for (Value item : items) {
            out.append(separator);
            newLine(depth + 1);
            write(item, depth + 1);
            separator = style.itemSeparator();
        }
        if (!items.isEmpty()) {
            newLine(depth);
        }
        out.append(']');
    }

    private void newLine(int depth) {
        if (style.indent() != null) {
            budget.characters((long) depth * style.indent().length());
            out.append('\n').append(style.indent().repeat(depth));
        }
    }

    private void writeText(MarkedText text) {
        budget.characters(text.length());
        content |= text.hasContent();
        String escaped = text.plain().chars().mapToObj(this::escaped).collect(Collectors.joining());
        out.append('"').append(escaped).append('"');
    }

    private String escaped(int character) {
        return switch (character) {
            case '"' -> "\\\"";
            case '\\' -> "\\\\";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            case '\t' -> "\\t";
            case '\f' -> "\\f";
            case '\b' -> "\\b";
            default ->
                character < ' ' || (style.ascii() && character > '~')
                        ? String.format(Locale.ROOT, "\\u%04x", character)
                        : String.valueOf((char) character);
        };
    }
}
