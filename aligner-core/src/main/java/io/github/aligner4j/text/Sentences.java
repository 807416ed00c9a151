// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.text;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Splits a text into sentences, in linear time. */
public final class Sentences {

    private Sentences() {}

    /**
     * Returns the sentences of {@code text}, each with the white space after it, which joined are the text. They end where the
     * JDK's {@link BreakIterator} finds an end, and with each line.
     */
    public static List<String> of(String text) {
        List<String> sentences = new ArrayList<>();
        BreakIterator ends = BreakIterator.getSentenceInstance(Locale.ROOT);
        ends.setText(text);
        int start = 0;
        for (int end = ends.next(); end != BreakIterator.DONE; end = ends.next()) {
            for (int line = text.indexOf('\n', start); line >= 0 && line < end - 1; line = text.indexOf('\n', start)) {
                sentences.add(text.substring(start, line + 1));
                start = line + 1;
            }
            sentences.add(text.substring(start, end));
            start = end;
        }
        return sentences;
    }
}
