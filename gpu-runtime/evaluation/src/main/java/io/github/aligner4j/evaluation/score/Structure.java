// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.score;

import io.github.aligner4j.text.MarkdownStructure;
import io.github.aligner4j.text.StructuredText;

/** Compares the structure of texts. */
public final class Structure {

    private Structure() {}

    /** Returns whether {@code corrected} has the Markdown structure of {@code answer}, or its JSON structure if that is JSON. */
    public static boolean isKept(String answer, String corrected) {
        if (answer.equals(corrected)) {
            return true;
        }
        return StructuredText.isJson(answer)
                ? StructuredText.haveSameStructure(answer, corrected)
                : MarkdownStructure.of(answer)
                        .outline()
                        .equals(MarkdownStructure.of(corrected).outline());
    }
}
