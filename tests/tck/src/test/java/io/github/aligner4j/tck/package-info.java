/**
 * LangChain4j's own suites for chat models, run against a scripted model, bare and aligned.
 *
 * <p>They prove that an aligned model is as good a citizen as the model it aligns, not that it aligns: the marking Aligner
 * must leave the expected words in place.
 */
package io.github.aligner4j.tck;
