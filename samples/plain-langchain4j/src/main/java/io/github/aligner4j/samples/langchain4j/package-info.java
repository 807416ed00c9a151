/** LangChain4j with corrected answers, without any other framework. */
@NullMarked
package io.github.aligner4j.samples.langchain4j;

import org.jspecify.annotations.NullMarked;
