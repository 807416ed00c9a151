// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.tokenizer;

import io.github.aligner4j.runtime.checkpoint.JsonFields;
import java.util.Map;
import java.util.Set;

import static java.util.Map.entry;

/** Checks decoders, which turn tokens into text. */
final class Decoders {

    private static final ComponentKinds<Effect> KINDS = new ComponentKinds<>(Map.ofEntries(
            entry("Sequence", Decoders::sequence),
            entry("ByteFallback", Decoders::plain),
            entry("Fuse", Decoders::plain),
            entry("ByteLevel", PreTokenizers::byteLevel),
            entry("Metaspace", PreTokenizers::metaspace),
            entry("Replace", Replacements::read),
            entry("BPEDecoder", Decoders::bpe),
            entry("CTC", Decoders::ctc),
            entry("WordPiece", Decoders::wordPiece),
            entry("Strip", Decoders::strip)));

    private Decoders() {}

    static Effect read(JsonFields decoder) {
        return KINDS.read(decoder);
    }

    private static Effect sequence(JsonFields fields) {
        fields.requireOnly(Set.of("type", "decoders"));
        Effect all = Effect.NOTHING;
        for (JsonFields decoder : fields.objects("decoders")) {
            all = all.then(read(decoder), decoder);
        }
        return all;
    }

    private static Effect plain(JsonFields fields) {
        fields.requireOnly(Set.of("type"));
        return Effect.NOTHING;
    }

    private static Effect bpe(JsonFields fields) {
        fields.requireOnly(Set.of("type", "suffix"));
        requireSome(fields, "suffix");
        return Effect.NOTHING;
    }

    private static Effect ctc(JsonFields fields) {
        fields.requireOnly(Set.of("type", "pad_token", "word_delimiter_token", "cleanup"));
        requireSome(fields, "pad_token");
        requireSome(fields, "word_delimiter_token");
        fields.flag("cleanup");
        return Effect.growing(2);
    }

    private static Effect wordPiece(JsonFields fields) {
        fields.requireOnly(Set.of("type", "prefix", "cleanup"));
        fields.text("prefix");
        fields.flag("cleanup");
        return Effect.growing(2);
    }

    /** From a token that is shorter than what is to be cut from its end, the library cuts too much and fails. */
    private static Effect strip(JsonFields fields) {
        fields.requireOnly(Set.of("type", "content", "start", "stop"));
        PreTokenizers.character(fields, "content");
        fields.whole("start", 0, Integer.MAX_VALUE);
        fields.whole("stop", 0, 0);
        return Effect.NOTHING;
    }

    private static void requireSome(JsonFields fields, String key) {
        if (fields.text(key).isEmpty()) {
            throw fields.wrong(key, "a text of at least one character");
        }
    }
}
