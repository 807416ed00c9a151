package io.github.aligner4j.langchain4j;

import io.github.aligner4j.Aligner;

/**
 * A model that corrects another model's answers. Lets frameworks recognise it, so that nothing is aligned twice.
 *
 * @param <M> {@code ChatModel} or {@code StreamingChatModel}; no class can be both, as LangChain4j 1.20 gives {@code
 *     chat(ChatRequest)} a different meaning in each
 */
public sealed interface AligningModel<M> permits AlignedChatModel, AlignedStreamingChatModel {

    /** The model whose answers are corrected. */
    M upstream();

    /** What corrects them. */
    Aligner aligner();

    /** How answers are treated that are more, or something else, than text. */
    AlignmentOptions options();
}
