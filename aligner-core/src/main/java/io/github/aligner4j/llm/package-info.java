/** The Aligner made of a language model, its guards, and the base class of completion models over chat endpoints. */
@NullMarked
package io.github.aligner4j.llm;

import org.jspecify.annotations.NullMarked;
