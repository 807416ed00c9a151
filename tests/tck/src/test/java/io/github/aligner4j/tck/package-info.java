/**
 * LangChain4j's own suites for chat models, run with a scripted model, bare and aligned.
 *
 * <p>They prove that an aligned model behaves like its upstream model, not that it aligns: the marking Aligner keeps the
 * expected words in place.
 */
package io.github.aligner4j.tck;
