// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;

/**
 * An Aligner that replaces each letter of the first half of an alphabet by one of the second half: Greek letters, and those of a
 * script outside the Basic Multilingual Plane. A letter of the first half in a response is therefore one that was not corrected.
 */
final class Shift implements Aligner {

    /** The letters before their correction: capital and small Greek letters, and Deseret ones. */
    static final String LETTERS = letters('Α', 5) + letters('α', 12) + letters(0x10428, 20);

    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext context) {
        String corrected = shift(request.answer());
        int half = corrected.offsetByCodePoints(0, corrected.codePointCount(0, corrected.length()) / 2);
        context.emit(corrected.substring(0, half));
        context.emit(corrected.substring(half));
        return Correction.of(request.answer(), corrected);
    }

    @Override
    public boolean supportsWindows() {
        return true;
    }

    static String shift(String text) {
        StringBuilder shifted = new StringBuilder();
        text.codePoints().map(Shift::shift).forEach(shifted::appendCodePoint);
        return shifted.toString();
    }

    private static int shift(int letter) {
        if (LETTERS.indexOf(letter) < 0) {
            return letter;
        }
        return letter + (letter > 0xffff ? 20 : 12);
    }

    /** Returns true if {@code text} has a letter, or half of one, that was not corrected. */
    static boolean isIn(String text) {
        return text.codePoints()
                .anyMatch(letter ->
                        LETTERS.indexOf(letter) >= 0 || (letter <= 0xffff && Character.isSurrogate((char) letter)));
    }

    private static String letters(int first, int count) {
        StringBuilder letters = new StringBuilder();
        for (int i = 0; i < count; i++) {
            letters.appendCodePoint(first + i);
        }
        return letters.toString();
    }
}
