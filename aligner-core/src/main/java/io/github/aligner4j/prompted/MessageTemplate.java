// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The text of a message with places to fill. A paragraph that has places is left out if all of them are empty.
 *
 * @param text the text; paragraphs are separated by empty lines
 * @param places the places in it
 */
record MessageTemplate(String text, Set<Place> places) {

    private static final Pattern PARAGRAPHS = Pattern.compile("\n{2,}");
    private static final Pattern PLACE = Pattern.compile("\\{[a-z_-]+}");

    /**
     * Parses a text.
     *
     * @throws IllegalArgumentException if it has a place that does not exist
     */
    static MessageTemplate parse(String text) {
        Set<Place> places = EnumSet.noneOf(Place.class);
        Matcher found = PLACE.matcher(text);
        while (found.find()) {
            places.add(Place.byId(found.group())
                    .orElseThrow(() -> new IllegalArgumentException(
                            "place must be one of " + Place.ids() + ", but was '" + found.group() + "'")));
        }
        return new MessageTemplate(text.strip(), places);
    }

    /** Returns the message. Texts are not searched for places. */
    String render(PromptInputs inputs, Frame frame) {
        List<String> paragraphs = new ArrayList<>();
        for (String paragraph : PARAGRAPHS.split(text, -1)) {
            Matcher found = PLACE.matcher(paragraph);
            StringBuilder filled = new StringBuilder();
            boolean hasPlaces = false;
            boolean hasTexts = false;
            while (found.find()) {
                String value = Place.byId(found.group())
                        .map(place -> place.fill(inputs, frame))
                        .orElse("");
                hasPlaces = true;
                hasTexts |= !value.isEmpty();
                found.appendReplacement(filled, Matcher.quoteReplacement(value));
            }
            found.appendTail(filled);
            if (!hasPlaces || hasTexts) {
                paragraphs.add(filled.toString());
            }
        }
        return String.join("\n\n", paragraphs);
    }
}
