/** The sample, run. */
@NullMarked
package io.github.aligner4j.samples.langchain4j;

import org.jspecify.annotations.NullMarked;
