// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;

/**
 * An Aligner that replaces every letter and every face by another character, so that each character that it has not read is visible.
 */
class Cipher implements Aligner {

    /** The distance from ASCII letters to their full-width forms. */
    private static final int FULL_WIDTH = 0xFEE0;

    /** Returns true if {@code point} is a character that this Aligner replaces. */
    static boolean isUncorrected(int point) {
        return (point < 128 && Character.isLetter(point)) || isDeseret(point) || isFace(point);
    }

    private static boolean isDeseret(int point) {
        return point >= 0x10400 && point < 0x10450;
    }

    private static boolean isFace(int point) {
        return point >= 0x1F600 && point < 0x1F650;
    }

    static String correct(String text) {
        StringBuilder corrected = new StringBuilder();
        text.codePoints().map(Cipher::correct).forEach(corrected::appendCodePoint);
        return corrected.toString();
    }

    private static int correct(int point) {
        if (isDeseret(point)) {
            return point + 0x50;
        }
        if (isFace(point)) {
            return point + 0x80;
        }
        return isUncorrected(point) ? point + FULL_WIDTH : point;
    }

    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext context) {
        return Correction.of(request.answer(), correct(request.answer()));
    }

    @Override
    public boolean supportsWindows() {
        return true;
    }
}
