// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.correctors;

import io.github.aligner4j.CorrectionContext;

/** Streams a text without the white space around it. For one text, on one thread. */
final class StrippedText {

    private final CorrectionContext context;
    private String space = "";
    private boolean begun;

    StrippedText(CorrectionContext context) {
        this.context = context;
    }

    /** Appends the next chunk; white space at its end is held back until more text follows. */
    void append(String chunk) {
        String text = begun ? chunk : chunk.stripLeading();
        String words = text.stripTrailing();
        if (words.isEmpty()) {
            space += text;
            return;
        }
        begun = true;
        context.emit(space + words);
        space = text.substring(words.length());
    }
}
