// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits text that is available all at once into words, so that it still streams and can be cancelled in between. */
final class TextChunker {

    private static final Pattern WORD = Pattern.compile("\\s*\\S+(\\s+\\z)?|\\s+");

    private TextChunker() {}

    /** Passes the words of {@code text}, each with the white space before it, to {@code chunks}; concatenated they are the text. */
    static void split(String text, Consumer<String> chunks) {
        Matcher word = WORD.matcher(text);
        while (word.find()) {
            chunks.accept(word.group());
        }
    }
}
