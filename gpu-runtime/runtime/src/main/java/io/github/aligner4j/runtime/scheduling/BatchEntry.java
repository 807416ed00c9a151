package io.github.aligner4j.runtime.scheduling;

import io.github.aligner4j.runtime.model.Scores;
import io.github.aligner4j.runtime.model.Segment;

/** Who takes part in a forward pass: with what, and what comes of it. */
interface BatchEntry {

    /** What is to be read. */
    Segment segment();

    /** Takes what the model said. */
    void accept(Scores scores);

    /** Hears that reading, or taking what came of it, failed; the cache may hold anything. */
    void fail(Throwable cause);
}
