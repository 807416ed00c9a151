// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An intrinsic's instruction with placeholders: a Python format string of names in braces, whose own braces are doubled. What
 * else {@code str.format} can do is refused.
 */
final class Instruction {

    private static final Pattern PART = Pattern.compile("\\{\\{|}}|\\{([A-Za-z_][A-Za-z0-9_]*)}|[{}]|[^{}]+");

    private final List<Part> parts = new ArrayList<>();

    /**
     * Parses it.
     *
     * @throws IllegalArgumentException if it has a brace that is neither doubled nor around a name
     */
    Instruction(String format) {
        Matcher matcher = PART.matcher(format);
        while (matcher.find()) {
            String text = matcher.group();
            String name = matcher.group(1);
            if (name != null) {
                parts.add(new Part(name, true));
            } else if (text.equals("{") || text.equals("}")) {
                throw new IllegalArgumentException("'instruction' has a '" + text + "' at character " + matcher.start()
                        + " that is neither doubled nor around a name");
            } else {
                parts.add(new Part(text.equals("{{") ? "{" : text.equals("}}") ? "}" : text, false));
            }
        }
    }

    /** Returns the names of the placeholders. */
    Set<String> placeholders() {
        Set<String> names = new LinkedHashSet<>();
        parts.stream().filter(Part::placeholder).forEach(part -> names.add(part.text()));
        return names;
    }

    /** Returns the text with an argument for each placeholder. */
    String format(Map<String, String> arguments) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            text.append(part.placeholder() ? Objects.requireNonNull(arguments.get(part.text())) : part.text());
        }
        return text.toString();
    }

    private record Part(String text, boolean placeholder) {}
}
