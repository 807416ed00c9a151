/**
 * LangChain4j chat models whose answers are corrected before chat memory, listeners, tools and users see them.
 *
 * <p>The entry points are {@link io.github.aligner4j.langchain4j.AlignedChatModel} and, for streaming, {@link
 * io.github.aligner4j.langchain4j.AlignedStreamingChatModel}. {@link io.github.aligner4j.langchain4j.AlignmentOptions} hold
 * for all answers of a model, {@link io.github.aligner4j.langchain4j.AlignmentParameters} for one request.
 */
@NullMarked
package io.github.aligner4j.langchain4j;

import org.jspecify.annotations.NullMarked;
