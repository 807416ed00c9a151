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
            String line = text.substring(start, lineEnd(text, start));
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

    /** Returns the place after the next line break: a line feed, a carriage return, or both in a row. */
    private static int lineEnd(String text, int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return Math.min(text.length(), text.startsWith("\r\n", end) ? end + 2 : end + 1);
    }
}
