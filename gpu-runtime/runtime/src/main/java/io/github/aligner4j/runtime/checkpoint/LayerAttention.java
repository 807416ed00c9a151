package io.github.aligner4j.runtime.checkpoint;

/**
 * The attention window and the rotary positions of one layer.
 *
 * @param window tokens it sees, the present one included; 0 for all
 */
public record LayerAttention(int window, RotaryEmbedding rotary) {}
