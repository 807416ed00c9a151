// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.completion.UnsafePromptException;
import java.nio.charset.StandardCharsets;

/** Checks that texts can be sent as UTF-8. */
final class WellFormed {

    private WellFormed() {}

    /** Returns if {@code text} is well-formed; half a surrogate pair would arrive as another character. */
    static void require(String text) {
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new UnsafePromptException("text of " + text.length()
                    + " characters has half a surrogate pair, which can't be sent; pass well-formed Unicode");
        }
    }
}
