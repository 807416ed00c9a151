// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.tokenizer;

import io.github.aligner4j.runtime.checkpoint.JsonFields;
import java.util.Map;
import java.util.Set;

import static java.util.Map.entry;

/** Checks pre-tokenizers, which split a text into words. */
final class PreTokenizers {

    private static final String BEHAVIOR = "behavior";
    private static final Set<String> BEHAVIORS =
            Set.of("Removed", "Isolated", "MergedWithPrevious", "MergedWithNext", "Contiguous");
    private static final Set<String> PREPEND_SCHEMES = Set.of("first", "never", "always");

    private static final ComponentKinds<Effect> KINDS = new ComponentKinds<>(Map.ofEntries(
            entry("Sequence", PreTokenizers::sequence),
            entry("BertPreTokenizer", PreTokenizers::plain),
            entry("Whitespace", PreTokenizers::plain),
            entry("WhitespaceSplit", PreTokenizers::plain),
            entry("UnicodeScripts", PreTokenizers::plain),
            entry("ByteLevel", PreTokenizers::byteLevel),
            entry("CharDelimiterSplit", PreTokenizers::delimiter),
            entry("Digits", PreTokenizers::digits),
            entry("FixedLength", PreTokenizers::fixedLength),
            entry("Metaspace", PreTokenizers::metaspace),
            entry("Punctuation", PreTokenizers::punctuation),
            entry("Split", PreTokenizers::split)));

    private PreTokenizers() {}

    static Effect read(JsonFields preTokenizer) {
        return KINDS.read(preTokenizer);
    }

    private static Effect sequence(JsonFields fields) {
        fields.requireOnly(Set.of("type", "pretokenizers"));
        Effect all = Effect.NOTHING;
        for (JsonFields preTokenizer : fields.objects("pretokenizers")) {
            all = all.then(read(preTokenizer), preTokenizer);
        }
        return all;
    }

    private static Effect plain(JsonFields fields) {
        fields.requireOnly(Set.of("type"));
        return Effect.NOTHING;
    }

    /** Checks the fields that the pre-tokenizer and the decoder share. */
    static Effect byteLevel(JsonFields fields) {
        fields.requireOnly(Set.of("type", "add_prefix_space", "trim_offsets", "use_regex"));
        fields.flag("add_prefix_space");
        fields.flag("trim_offsets");
        fields.flag("use_regex", true);
        return Effect.growing(2);
    }

    private static Effect delimiter(JsonFields fields) {
        fields.requireOnly(Set.of("type", "delimiter"));
        character(fields, "delimiter");
        return Effect.NOTHING;
    }

    private static Effect digits(JsonFields fields) {
        fields.requireOnly(Set.of("type", "individual_digits"));
        fields.flag("individual_digits");
        return Effect.NOTHING;
    }

    private static Effect fixedLength(JsonFields fields) {
        fields.requireOnly(Set.of("type", "length"));
        if (fields.contains("length")) {
            fields.whole("length", 1, Integer.MAX_VALUE);
        }
        return Effect.NOTHING;
    }

    /** Checks the fields that pre-tokenizer and decoder share. */
    static Effect metaspace(JsonFields fields) {
        fields.requireOnly(Set.of("type", "replacement", "prepend_scheme", "split", "add_prefix_space", "str_rep"));
        character(fields, "replacement");
        String scheme = fields.text("prepend_scheme", "always");
        if (!PREPEND_SCHEMES.contains(scheme)) {
            throw fields.wrong("prepend_scheme", "one of first, never, always");
        }
        fields.flag("split", true);
        fields.text("str_rep", "");
        if (!fields.flag("add_prefix_space", true) && !scheme.equals("never")) {
            throw fields.wrong("add_prefix_space", "true or absent, or 'prepend_scheme' be \"never\"");
        }
        return Effect.growing(4);
    }

    private static Effect punctuation(JsonFields fields) {
        fields.requireOnly(Set.of("type", BEHAVIOR));
        if (fields.contains(BEHAVIOR)) {
            requireBehavior(fields);
        }
        return Effect.NOTHING;
    }

    private static Effect split(JsonFields fields) {
        fields.requireOnly(Set.of("type", "pattern", BEHAVIOR, "invert"));
        Replacements.pattern(fields);
        requireBehavior(fields);
        fields.flag("invert");
        return Effect.NOTHING;
    }

    private static void requireBehavior(JsonFields fields) {
        if (!BEHAVIORS.contains(fields.text(BEHAVIOR))) {
            throw fields.wrong(BEHAVIOR, "one of Removed, Isolated, MergedWithPrevious, MergedWithNext, Contiguous");
        }
    }

    /** Checks that a field holds a single character. */
    static void character(JsonFields fields, String key) {
        String text = fields.text(key);
        if (text.codePointCount(0, text.length()) != 1) {
            throw fields.wrong(key, "a single character");
        }
    }
}
