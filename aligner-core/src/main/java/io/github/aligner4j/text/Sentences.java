// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.text;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;

/** Splits a text into sentences, in linear time. */
public final class Sentences {

    private Sentences() {}

    /**
     * Returns the sentences of {@code text}, each with the white space after it, which joined are the text. They end where the
     * JDK's {@link BreakIterator} finds an end, and with each line.
     */
    public static List<String> of(String text) {
        List<String> sentences = new ArrayList<>();
        SentenceEnds ends = new SentenceEnds();
        for (int start = 0; start < text.length(); ) {
            int lineEnd = text.indexOf('\n', start) + 1;
            String line = text.substring(start, lineEnd == 0 ? text.length() : lineEnd);
            ends.setText(line);
            int sentence = 0;
            for (int end = ends.next(); end != SentenceEnds.DONE; end = ends.next()) {
                sentences.add(line.substring(sentence, end));
                sentence = end;
            }
            start += line.length();
        }
        return sentences;
    }
}
