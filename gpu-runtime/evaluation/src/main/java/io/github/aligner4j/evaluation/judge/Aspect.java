package io.github.aligner4j.evaluation.judge;

/**
 * What answers are compared by.
 *
 * @param name the name, such as {@code harmless}
 * @param definition the definition in a sentence or two, as a judge reads it
 */
public record Aspect(String name, String definition) {}
