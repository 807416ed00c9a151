// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.tokenizer;

import io.github.aligner4j.runtime.checkpoint.JsonFields;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static java.util.Map.entry;

/** Checks normalizers, which change a text before it is split. */
final class Normalizers {

    /** U+FDFA becomes 18 characters; no other one becomes more. */
    private static final double COMPATIBILITY_GROWTH = 18;

    private static final double DECOMPOSITION_GROWTH = 4;
    private static final int MAX_PREPENDED = 256;

    private static final ComponentKinds<Effect> KINDS = new ComponentKinds<>(Map.ofEntries(
            entry("Sequence", Normalizers::sequence),
            entry("BertNormalizer", Normalizers::bert),
            entry("Lowercase", fields -> plain(fields, 2)),
            entry("NFC", fields -> plain(fields, DECOMPOSITION_GROWTH)),
            entry("NFD", fields -> plain(fields, DECOMPOSITION_GROWTH)),
            entry("NFKC", fields -> plain(fields, COMPATIBILITY_GROWTH)),
            entry("NFKD", fields -> plain(fields, COMPATIBILITY_GROWTH)),
            entry("Nmt", Normalizers::deleting),
            entry("StripAccents", Normalizers::deleting),
            entry("ByteLevel", fields -> plain(fields, 2)),
            entry("Strip", Normalizers::strip),
            entry("Prepend", Normalizers::prepend),
            entry("Precompiled", Normalizers::precompiled),
            entry("Replace", Replacements::read)));

    private Normalizers() {}

    static Effect read(JsonFields normalizer) {
        return KINDS.read(normalizer);
    }

    private static Effect sequence(JsonFields fields) {
        fields.requireOnly(Set.of("type", "normalizers"));
        Effect all = Effect.NOTHING;
        for (JsonFields normalizer : fields.objects("normalizers")) {
            all = all.then(read(normalizer), normalizer);
        }
        return all;
    }

    private static Effect plain(JsonFields fields, double growth) {
        fields.requireOnly(Set.of("type"));
        return Effect.growing(growth);
    }

    private static Effect deleting(JsonFields fields) {
        fields.requireOnly(Set.of("type"));
        return Effect.deleting(Effect.Deletion.INVISIBLE, 1);
    }

    private static Effect bert(JsonFields fields) {
        fields.requireOnly(Set.of("type", "clean_text", "handle_chinese_chars", "strip_accents", "lowercase"));
        fields.flag("clean_text");
        fields.flag("handle_chinese_chars");
        fields.flag("strip_accents", false);
        fields.flag("lowercase");
        return Effect.deleting(Effect.Deletion.INVISIBLE, DECOMPOSITION_GROWTH);
    }

    private static Effect strip(JsonFields fields) {
        fields.requireOnly(Set.of("type", "strip_left", "strip_right"));
        fields.flag("strip_left");
        fields.flag("strip_right");
        return Effect.deleting(Effect.Deletion.INVISIBLE, 1);
    }

    /** Refuses an empty text, with which the library loses the position of the first character and fails at the next step. */
    private static Effect prepend(JsonFields fields) {
        fields.requireOnly(Set.of("type", "prepend"));
        String prepended = fields.text("prepend");
        if (prepended.isEmpty() || prepended.length() > MAX_PREPENDED) {
            throw fields.wrong(
                    "prepend",
                    "a text of 1 to " + MAX_PREPENDED + " characters; to prepend nothing, leave the normalizer out");
        }
        return Effect.growing(1 + prepended.getBytes(StandardCharsets.UTF_8).length);
    }

    private static Effect precompiled(JsonFields fields) {
        fields.requireOnly(Set.of("type", "precompiled_charsmap"));
        PrecompiledCharsMap map = PrecompiledCharsMap.read(fields);
        return new Effect(map.growth(), Effect.Deletion.INVISIBLE, List.of(map));
    }
}
