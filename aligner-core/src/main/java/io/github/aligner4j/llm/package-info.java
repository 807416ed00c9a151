/** The Aligner that prompts a language model, its guards, and a completion model made of a chat model. */
@NullMarked
package io.github.aligner4j.llm;

import org.jspecify.annotations.NullMarked;
