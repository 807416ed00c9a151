// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.tokenizer;

import io.github.aligner4j.runtime.checkpoint.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** {@code Replace}, as a normalizer and as a decoder, and the patterns that it shares with {@code Split}. */
final class Replacements {

    private Replacements() {}

    /** Checks a {@code Replace}; where its pattern matches the empty text, the library miscounts the characters. */
    static Effect read(JsonFields fields) {
        fields.requireOnly(Set.of("type", "pattern", "content"));
        Pattern pattern = pattern(fields);
        if (pattern.matchesNothing()) {
            throw fields.wrong("pattern", "one that matches at least one character");
        }
        String content = fields.text("content");
        double growth = Math.max(1, content.getBytes(StandardCharsets.UTF_8).length);
        return Effect.deleting(content.isEmpty() ? Effect.Deletion.ANY : Effect.Deletion.NONE, growth);
    }

    /**
     * A checked pattern.
     *
     * @param matchesNothing true if it can match an empty text
     */
    record Pattern(boolean matchesNothing) {}

    /** Checks the pattern of a component: {@code {"String": …}} or {@code {"Regex": …}}. */
    static Pattern pattern(JsonFields component) {
        JsonFields pattern = component.object("pattern");
        pattern.requireOnly(Set.of("String", "Regex"));
        if (pattern.hasValue("String") == pattern.hasValue("Regex")) {
            throw component.wrong("pattern", "an object with one of 'String' and 'Regex'");
        }
        if (pattern.hasValue("String")) {
            return new Pattern(pattern.text("String").isEmpty());
        }
        try {
            return new Pattern(RegexSafety.nullable(pattern.text("Regex")));
        } catch (IllegalArgumentException e) {
            throw pattern.wrong("Regex", "a pattern that is sure to end in time on every text; " + e.getMessage());
        }
    }
}
