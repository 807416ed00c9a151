/** The Aligner that prompts a language model, its guards, and the base class of completion models that call chat endpoints. */
@NullMarked
package io.github.aligner4j.llm;

import org.jspecify.annotations.NullMarked;
