package io.github.aligner4j.evaluation.style;

/**
 * How good a judge is.
 *
 * @param name of the judge
 * @param source what it was trained on, in words
 * @param accuracy on the rows that it judges, none of which it has seen
 */
public record JudgeReport(String name, String source, JudgeAccuracy accuracy) {}
