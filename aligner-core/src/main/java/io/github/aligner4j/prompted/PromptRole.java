// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import io.github.aligner4j.Incubating;
import java.util.Locale;

/** The role of a chat model in one call. */
@Incubating
public enum PromptRole {
    /** Says what is wrong with an answer. */
    FEEDBACK,
    /** Writes the corrected answer. */
    EDIT,
    /** Picks one of several edits. */
    SELECT,
    /** Picks one of several corrections, in best-of-n. */
    JUDGE,
    /** Labels an answer. */
    DETECT,
    /** Finds the better one of two answers. */
    COMPARE;

    /** Returns the name in prompt files and in {@link io.github.aligner4j.Correction#usageBreakdown()}, in lower case. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }
}
