/** Runs judges over pairs of answers: in both orders, with retries, a budget, and a store from which a later run goes on. */
@NullMarked
package io.github.aligner4j.evaluation.judging;

import org.jspecify.annotations.NullMarked;
