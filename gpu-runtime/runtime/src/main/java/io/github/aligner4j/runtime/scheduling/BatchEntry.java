// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.runtime.model.Scores;
import io.github.aligner4j.runtime.model.Segment;

/** One participant of a forward pass. */
interface BatchEntry {

    /** Returns the tokens to read, with the cache that they belong to. */
    Segment segment();

    /** Accepts the scores of the segment. */
    void accept(Scores scores);

    /** Marks this as failed, because the pass or {@link #accept} failed; the cache may hold anything. */
    void fail(Throwable cause);
}
