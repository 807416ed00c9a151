// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

/** The role of a weight in a model. */
public enum WeightRole {
    EMBEDDING(Kind.TABLE),
    FINAL_NORM(Kind.NORM),
    VOCABULARY(Kind.MATRIX),

    ATTENTION_NORM(Kind.NORM),
    QUERY_KEY_VALUE(Kind.MATRIX),
    QUERY_KEY_VALUE_BIAS(Kind.BIAS),
    QUERY_KEY_NORM(Kind.NORM),
    ATTENTION_OUTPUT(Kind.MATRIX),
    ATTENTION_OUTPUT_BIAS(Kind.BIAS),
    ATTENTION_POST_NORM(Kind.NORM),
    FEED_FORWARD_NORM(Kind.NORM),
    GATE_UP(Kind.MATRIX),
    GATE_UP_BIAS(Kind.BIAS),
    DOWN(Kind.MATRIX),
    DOWN_BIAS(Kind.BIAS),
    FEED_FORWARD_POST_NORM(Kind.NORM);

    /** The kind of a weight, which determines how it is loaded. */
    public enum Kind {
        /** Embedding table, whose rows are looked up. */
        TABLE,
        /** Weights of a linear layer, [out, in]. */
        MATRIX,
        /** Bias of a linear layer. */
        BIAS,
        /** Factors of an RMS norm. */
        NORM
    }

    private final Kind kind;

    WeightRole(Kind kind) {
        this.kind = kind;
    }

    /** Returns the kind of the weight. */
    public Kind kind() {
        return kind;
    }
}
