package io.github.aligner4j.text;

/**
 * A place where a corrected answer differs from the original, in whole words. Offsets are in {@code char}s.
 *
 * @param originalStart where it starts in the original answer, inclusive
 * @param originalEnd where it ends in the original answer, exclusive; equal to the start for an insertion
 * @param correctedStart where it starts in the corrected answer, inclusive
 * @param correctedEnd where it ends in the corrected answer, exclusive; equal to the start for a deletion
 * @param original what was there
 * @param corrected what is there now
 */
public record Edit(
        int originalStart, int originalEnd, int correctedStart, int correctedEnd, String original, String corrected) {}
