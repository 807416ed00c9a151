// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.tokenizer;

import io.github.aligner4j.runtime.checkpoint.JsonFields;
import java.util.Collection;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The model that encodes texts. The library numbers added tokens in the order in which it gets them; to keep their ids, they are
 * entered into the model's own vocabulary, where ids are explicit.
 */
final class TextModel {

    /** A Unicode noncharacter, which texts do not contain. */
    private static final String UNWRITTEN = Character.toString(0x10FFFF);

    private TextModel() {}

    static ObjectNode of(JsonFields model, Vocabulary vocabulary, List<AddedToken> kept, Collection<Integer> special) {
        ObjectNode json = ((ObjectNode) model.fieldsAsJson()).deepCopy();
        json.put("type", Models.type(model));
        JsonNode table = json.get(Models.VOCABULARY);
        if (table instanceof ArrayNode pieces) {
            hide(pieces, special);
            extend(pieces, kept, vocabulary);
        } else if (table instanceof ObjectNode ids) {
            kept.forEach(token -> ids.put(token.content(), token.id()));
        }
        return json;
    }

    /** Renames the special pieces of a Unigram model, which would be found wherever a text contains them. */
    private static void hide(ArrayNode pieces, Collection<Integer> special) {
        for (int id : special) {
            if (id < pieces.size()) {
                pieces.set(
                        id, piece(pieces, UNWRITTEN + id, pieces.get(id).get(1).doubleValue()));
            }
        }
    }

    /** Appends tokens to the list, each at the index that is its id. */
    private static void extend(ArrayNode pieces, List<AddedToken> kept, Vocabulary vocabulary) {
        double lowest = 0;
        for (JsonNode piece : pieces.values()) {
            lowest = Math.min(lowest, piece.get(1).doubleValue());
        }
        int size = kept.stream().mapToInt(token -> token.id() + 1).max().orElse(0);
        while (pieces.size() < size) {
            pieces.add(piece(pieces, UNWRITTEN + pieces.size(), lowest));
        }
        for (AddedToken token : kept) {
            if (token.id() >= vocabulary.size()) {
                pieces.set(token.id(), piece(pieces, token.content(), lowest));
            }
        }
    }

    private static ArrayNode piece(ArrayNode pieces, String text, double score) {
        return pieces.arrayNode().add(text).add(score);
    }
}
