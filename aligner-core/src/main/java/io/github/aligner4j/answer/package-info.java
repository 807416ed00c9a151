/**
 * What adapters of frameworks do with an upstream model's answer: which of it is thinking, which is JSON, what is corrected.
 *
 * <p>Begin with {@link io.github.aligner4j.answer.AnswerCorrector}. That it is here, and not in each adapter, is what makes
 * them treat the same answer alike.
 */
@NullMarked
package io.github.aligner4j.answer;

import org.jspecify.annotations.NullMarked;
