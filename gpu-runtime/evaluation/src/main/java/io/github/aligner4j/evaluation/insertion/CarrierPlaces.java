// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.insertion;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The places of a text where a sentence can be inserted: not in code, tables or headings. */
final class CarrierPlaces {

    // Between two sentences of a line, or after its last one.
    private static final Pattern AFTER_SENTENCE = Pattern.compile("(?<=\\p{L}[.!?]) (?=\\p{Lu})|(?<=\\p{L}[.!?])$");
    // Before the first sentence of a line, after a list marker.
    private static final Pattern BEFORE_LINE = Pattern.compile("^ {0,3}(?:(?:\\d+[.)]|[-*\u2022]) +)?(?=\\p{Lu})");
    private static final String NO_PROSE = "#|>";

    private CarrierPlaces() {}

    /** The kind of a place. */
    enum Kind {
        /** In a line, after a sentence. */
        AFTER_SENTENCE,
        /** In a line, before its first sentence. */
        BEFORE_LINE,
        /** With blank lines around it. */
        PARAGRAPH
    }

    /**
     * A place.
     *
     * @param before the separator before the inserted text
     * @param after the separator after it
     */
    record Place(Kind kind, int offset, String before, String after) {}

    static List<Place> of(String text) {
        CodeBlocks code = CodeBlocks.of(text);
        List<Place> places = new ArrayList<>();
        int start = 0;
        boolean afterBlank = true;
        for (String line : text.split("\n", -1)) {
            boolean prose = !line.isBlank()
                    && !code.contains(start)
                    && NO_PROSE.indexOf(line.strip().charAt(0)) < 0;
            if (prose) {
                addLine(places, start, line);
            }
            if (afterBlank && prose) {
                places.add(new Place(Kind.PARAGRAPH, start, "", "\n\n"));
            }
            afterBlank = line.isBlank();
            start += line.length() + 1;
        }
        if (!afterBlank && !code.contains(text.length() - 1)) {
            places.add(new Place(Kind.PARAGRAPH, text.length(), "\n\n", ""));
        }
        return places;
    }

    private static void addLine(List<Place> places, int start, String line) {
        Matcher after = AFTER_SENTENCE.matcher(line);
        while (after.find()) {
            places.add(new Place(Kind.AFTER_SENTENCE, start + after.start(), " ", ""));
        }
        Matcher before = BEFORE_LINE.matcher(line);
        if (before.find()) {
            places.add(new Place(Kind.BEFORE_LINE, start + before.end(), "", " "));
        }
    }
}
