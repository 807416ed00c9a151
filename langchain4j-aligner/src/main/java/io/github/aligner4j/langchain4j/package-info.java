/**
 * LangChain4j models whose answers are corrected before anybody reads them: chat memory, listeners, tools and users.
 *
 * <p>Begin with {@link io.github.aligner4j.langchain4j.AlignedChatModel} or, for streaming, {@link
 * io.github.aligner4j.langchain4j.AlignedStreamingChatModel}.
 */
@NullMarked
package io.github.aligner4j.langchain4j;

import org.jspecify.annotations.NullMarked;
