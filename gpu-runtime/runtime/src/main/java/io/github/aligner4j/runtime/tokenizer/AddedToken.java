// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.tokenizer;

import io.github.aligner4j.runtime.checkpoint.JsonFields;
import java.util.Set;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * An added token, which is searched for before a text is split.
 *
 * @param content its text
 * @param id its id
 * @param special true if it belongs to a prompt's frame and never to texts
 * @param normalized true if it is searched for in the normalized text
 * @param fields its entry, for messages
 */
record AddedToken(String content, int id, boolean special, boolean normalized, JsonFields fields) {

    private static final Set<String> KNOWN =
            Set.of("id", "content", "single_word", "lstrip", "rstrip", "normalized", "special");
    private static final int MAX_ID = (1 << 24) - 1;

    /** Reads an entry of {@code added_tokens}. */
    static AddedToken read(JsonFields fields) {
        fields.requireOnly(KNOWN);
        return read(fields, fields.whole("id", 0, MAX_ID));
    }

    /** Reads an entry whose id is given elsewhere. */
    static AddedToken read(JsonFields fields, int id) {
        String content = fields.text("content");
        if (content.isEmpty()) {
            throw fields.wrong("content", "a text of at least one character");
        }
        boolean special = fields.flag("special", false);
        return new AddedToken(content, id, special, fields.flag("normalized", !special), fields);
    }

    AddedToken asSpecial() {
        return new AddedToken(content, id, true, normalized, fields);
    }

    /** Returns the entry in the format of the library. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", id);
        json.put("content", content);
        for (String flag : new String[] {"single_word", "lstrip", "rstrip"}) {
            json.put(flag, fields.flag(flag, false));
        }
        json.put("normalized", normalized);
        json.put("special", special);
        return json;
    }
}
