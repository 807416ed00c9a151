/** A LangChain4j application with corrected answers and no other framework. */
@NullMarked
package io.github.aligner4j.samples.langchain4j;

import org.jspecify.annotations.NullMarked;
