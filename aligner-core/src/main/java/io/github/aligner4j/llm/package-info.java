/** The Aligner made of a language model: its template, its guards and its completion. */
@NullMarked
package io.github.aligner4j.llm;

import org.jspecify.annotations.NullMarked;
