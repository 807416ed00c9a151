package io.github.aligner4j.runtime.checkpoint;

/**
 * How far one layer sees, and its rotary positions.
 *
 * @param window tokens it sees, the present one included; 0 for all
 */
public record LayerAttention(int window, RotaryEmbedding rotary) {}
