// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Hexadecimal character references as in HTML, which models know from their training. They spell characters for which a
 * tokenizer has neither tokens nor bytes. The ampersand of a text that looks like a reference is spelt, too, so
 * {@link #restore} undoes {@link #escape}.
 */
final class CharacterReferences {

    private static final Pattern REFERENCE = Pattern.compile("&#x([0-9a-f]{1,6});");
    private static final Pattern INCOMPLETE = Pattern.compile("&(?:#(?:x[0-9a-f]{0,6})?)?$");
    private static final String AMPERSAND = spell('&');

    private CharacterReferences() {}

    /** Returns the reference of a character. */
    static String spell(int codePoint) {
        return "&#x" + Integer.toHexString(codePoint) + ";";
    }

    /** Returns {@code text} with the ampersands of everything that looks like a reference spelt. */
    static String escape(String text) {
        return text.contains("&#x")
                ? REFERENCE
                        .matcher(text)
                        .replaceAll(match -> AMPERSAND
                                + Matcher.quoteReplacement(match.group().substring(1)))
                : text;
    }

    /** Returns {@code text} with references replaced by their characters. */
    static String restore(String text) {
        return text.contains("&#x")
                ? REFERENCE
                        .matcher(text)
                        .replaceAll(match -> Matcher.quoteReplacement(character(match.group(1), match.group())))
                : text;
    }

    /** Returns whether {@code text} may end within a reference. */
    static boolean endsWithin(String text) {
        return INCOMPLETE
                .matcher(text.substring(Math.max(0, text.length() - "&#x10ffff".length())))
                .find();
    }

    private static String character(String hex, String reference) {
        int codePoint = Integer.parseInt(hex, 16);
        boolean scalar = Character.isValidCodePoint(codePoint)
                && (codePoint < Character.MIN_SURROGATE || codePoint > Character.MAX_SURROGATE);
        return scalar ? Character.toString(codePoint) : reference;
    }
}
