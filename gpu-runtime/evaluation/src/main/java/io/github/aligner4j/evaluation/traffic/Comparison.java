// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.traffic;

import org.jspecify.annotations.Nullable;

/** The comparison of a recorded answer with its replay; each pair has exactly one. */
public enum Comparison {
    /** Neither changed the answer. */
    BOTH_UNCHANGED("both left it unchanged"),
    /** Both made the same correction, character for character. */
    SAME_CORRECTION("the same correction"),
    /** Both changed the answer, but differently. */
    OTHER_CORRECTION("another correction"),
    /** The recorded answer was changed, the replayed one was not. */
    CHANGED_TO_UNCHANGED("changed then, unchanged now"),
    /** The recorded answer was not changed, the replayed one was. */
    UNCHANGED_TO_CHANGED("unchanged then, changed now"),
    /** The recording has no correction, because a layer failed, refused or reprompted; the replay has one. */
    CORRECTED_NOW("no correction then, one now"),
    /** The replay failed, the recording did not. */
    FAILED_NOW("failed now"),
    /** Neither has a correction. */
    BOTH_FAILED("no correction, then and now");

    private final String label;

    Comparison(String label) {
        this.label = label;
    }

    /** Returns the name for people. */
    public String label() {
        return label;
    }

    /** Returns the comparison of {@code recorded} with {@code replayed}. */
    public static Comparison of(TrafficEntry recorded, TrafficEntry replayed) {
        String then = correction(recorded);
        String now = correction(replayed);
        if (then == null) {
            return now == null ? BOTH_FAILED : CORRECTED_NOW;
        }
        if (now == null) {
            return FAILED_NOW;
        }
        boolean changedThen = !then.equals(recorded.answer());
        boolean changedNow = !now.equals(replayed.answer());
        if (changedThen && changedNow) {
            return then.equals(now) ? SAME_CORRECTION : OTHER_CORRECTION;
        }
        if (changedThen) {
            return CHANGED_TO_UNCHANGED;
        }
        return changedNow ? UNCHANGED_TO_CHANGED : BOTH_UNCHANGED;
    }

    /** Returns the corrected answer, the answer if it was left unchanged, or null if the layers did not bring it to an end. */
    static @Nullable String correction(TrafficEntry entry) {
        return switch (entry.ending()) {
            case CHANGED -> entry.result();
            case UNCHANGED, NOT_APPLIED -> entry.answer();
            case REFUSED, REPROMPTED, FAILED -> null;
        };
    }
}
