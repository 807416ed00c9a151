// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.checkpoint;

/** A difference between model families beyond numbers. */
enum FamilyTrait {
    /** Norms multiply by 1 + weight, in float32, and cast last; the others cast first and multiply by the weight. */
    UNIT_OFFSET_NORM,
    /** Attention and feed-forward have a norm after them too, before the residual is added. */
    POST_NORMS,
    /** Embeddings are multiplied by sqrt(hidden size). */
    SCALED_EMBEDDING,
    /** Queries and keys are normed per head, before the rotation. */
    QUERY_KEY_NORM,
    /** The output layer is the embedding table unless the configuration says otherwise. */
    TIED_BY_DEFAULT,
    /** Query, key and value layers have biases. */
    QKV_BIAS,
    /** {@code attention_bias} gives query, key, value and output layers biases. */
    ATTENTION_BIAS_SWITCH,
    /** {@code mlp_bias} gives the feed-forward layers biases. */
    MLP_BIAS_SWITCH,
    /** Scores are scaled by {@code query_pre_attn_scalar}^-0.5 instead of head size^-0.5. */
    QUERY_SCALAR,
    /** Attention scores are capped by {@code attn_logit_softcapping}. */
    ATTENTION_CAP,
    /** Logits are capped by {@code final_logit_softcapping}. */
    FINAL_CAP,
    /** Layers with a window have a rotation of their own. */
    LOCAL_ROTATION,
    /** Embeddings, attention scores, residual branches and logits are scaled by {@link Multipliers} of the configuration. */
    MULTIPLIERS,
    /** The feed-forward is {@code shared_mlp}, with gate and up in one matrix; the other layers of a hybrid are refused. */
    SHARED_MLP
}
