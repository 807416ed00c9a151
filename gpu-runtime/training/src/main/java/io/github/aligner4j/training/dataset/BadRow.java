package io.github.aligner4j.training.dataset;

/**
 * A row that can't be used.
 *
 * @param line where it begins in its file, counted from 1
 * @param problem what is wrong; never the row's texts
 */
public record BadRow(long line, String problem) {}
