// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.tokenizer;

import io.github.aligner4j.runtime.checkpoint.JsonFields;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

import static java.util.Map.entry;

/**
 * Checks post-processors, which put tokens around a sequence. Only those before it matter for a prompt; they are found here
 * rather than by the library.
 */
final class PostProcessors {

    private static final String SPECIAL_TOKENS = "special_tokens";
    private static final String SEQUENCE = "Sequence";

    private static final ComponentKinds<List<Mark>> KINDS = new ComponentKinds<>(Map.ofEntries(
            entry("ByteLevel", PostProcessors::byteLevel),
            entry("BertProcessing", fields -> pairOfMarks(fields, Set.of("type", "sep", "cls"))),
            entry(
                    "RobertaProcessing",
                    fields -> pairOfMarks(fields, Set.of("type", "sep", "cls", "trim_offsets", "add_prefix_space"))),
            entry("TemplateProcessing", PostProcessors::template),
            entry(SEQUENCE, PostProcessors::sequence)));

    private PostProcessors() {}

    /**
     * A token that is put before or after every sequence.
     *
     * @param text its text
     * @param id its id in the file
     * @param leading true if it comes before the sequence
     */
    record Mark(String text, int id, boolean leading) {}

    static List<Mark> read(JsonFields postProcessor) {
        return KINDS.read(postProcessor);
    }

    private static List<Mark> byteLevel(JsonFields fields) {
        PreTokenizers.byteLevel(fields);
        return List.of();
    }

    private static List<Mark> pairOfMarks(JsonFields fields, Set<String> known) {
        fields.requireOnly(known);
        fields.flag("trim_offsets", true);
        fields.flag("add_prefix_space", true);
        return List.of(mark(fields, "cls", true), mark(fields, "sep", false));
    }

    private static Mark mark(JsonFields fields, String key, boolean leading) {
        JsonNode value = fields.value(key);
        List<JsonNode> pair = value.isArray() ? List.copyOf(value.values()) : List.of();
        if (pair.size() != 2 || !pair.get(0).isString() || !isId(pair.get(1))) {
            throw fields.wrong(key, "a token and its id, such as [\"[CLS]\", 1]");
        }
        return new Mark(pair.get(0).stringValue(), pair.get(1).intValue(), leading);
    }

    private static boolean isId(JsonNode id) {
        return id.isIntegralNumber() && id.canConvertToInt() && id.intValue() >= 0;
    }

    /** Each processor gets the result of the one before, so the leading tokens of the last one come first. */
    private static List<Mark> sequence(JsonFields fields) {
        fields.requireOnly(Set.of("type", "processors"));
        List<Mark> marks = new ArrayList<>();
        for (JsonFields processor : fields.objects("processors")) {
            marks.addAll(0, read(processor));
        }
        return marks;
    }

    private static List<Mark> template(JsonFields fields) {
        fields.requireOnly(Set.of("type", "single", "pair", SPECIAL_TOKENS));
        checkPieces(fields, "pair");
        checkPieces(fields, "single");
        List<Mark> marks = new ArrayList<>();
        boolean begun = false;
        for (JsonFields piece : fields.objects("single")) {
            if (piece.contains(SEQUENCE)) {
                if (begun || !piece.object(SEQUENCE).text("id").equals("A")) {
                    throw fields.wrong("single", "a template with the sequence A once and no other");
                }
                begun = true;
            } else {
                marks.addAll(special(fields, piece.object("SpecialToken").text("id"), !begun));
            }
        }
        if (!begun) {
            throw fields.wrong("single", "a template with the sequence A in it");
        }
        return marks;
    }

    private static void checkPieces(JsonFields fields, String key) {
        for (JsonFields piece : fields.objects(key)) {
            piece.requireOnly(Set.of(SEQUENCE, "SpecialToken"));
            boolean sequence = piece.hasValue(SEQUENCE);
            if (sequence == piece.hasValue("SpecialToken")) {
                throw fields.wrong(key, "a list of objects with one of 'Sequence' and 'SpecialToken'");
            }
            JsonFields body = piece.object(sequence ? SEQUENCE : "SpecialToken");
            body.requireOnly(Set.of("id", "type_id"));
            body.whole("type_id", 0, Integer.MAX_VALUE);
            if (!sequence) {
                special(fields, body.text("id"), false);
            } else if (!Set.of("A", "B").contains(body.text("id"))) {
                throw body.wrong("id", "\"A\" or \"B\"");
            }
        }
    }

    private static List<Mark> special(JsonFields fields, String name, boolean leading) {
        JsonFields all = fields.object(SPECIAL_TOKENS);
        if (!all.hasValue(name)) {
            throw fields.wrong(
                    SPECIAL_TOKENS,
                    "an object with '" + name + "', which the template names; it has " + new TreeSet<>(all.keys()));
        }
        JsonFields token = all.object(name);
        token.requireOnly(Set.of("id", "ids", "tokens"));
        List<Integer> ids = token.tokenIds("ids");
        List<String> texts = token.texts("tokens");
        if (ids.size() != texts.size() || ids.isEmpty()) {
            throw token.wrong("ids", "as many as 'tokens', at least one");
        }
        List<Mark> marks = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            marks.add(new Mark(texts.get(i), ids.get(i), leading));
        }
        return marks;
    }
}
