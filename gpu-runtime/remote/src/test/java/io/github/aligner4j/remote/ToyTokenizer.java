// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import java.util.ArrayList;
import java.util.List;

/** A tokenizer whose tokens are characters and a few special tokens; the first of these begins every sequence. */
final class ToyTokenizer {

    static final List<String> SPECIAL = List.of("<s>", "</s>", "<|im_start|>", "<|im_end|>");

    private static final int FIRST_CHARACTER = 1000;

    private ToyTokenizer() {}

    static List<Integer> encode(String text, boolean addSpecial, boolean parseSpecial) {
        List<Integer> ids = new ArrayList<>();
        if (addSpecial) {
            ids.add(0);
        }
        for (int i = 0; i < text.length(); i++) {
            int special = parseSpecial ? specialAt(text, i) : -1;
            if (special >= 0) {
                ids.add(special);
                i += SPECIAL.get(special).length() - 1;
            } else {
                ids.add(FIRST_CHARACTER + text.charAt(i));
            }
        }
        return ids;
    }

    static String decode(List<Integer> ids) {
        StringBuilder text = new StringBuilder();
        for (int id : ids) {
            text.append(id < FIRST_CHARACTER ? "{" + SPECIAL.get(id) + "}" : (char) (id - FIRST_CHARACTER) + "");
        }
        return text.toString();
    }

    private static int specialAt(String text, int at) {
        for (int i = 0; i < SPECIAL.size(); i++) {
            if (text.startsWith(SPECIAL.get(i), at)) {
                return i;
            }
        }
        return -1;
    }
}
