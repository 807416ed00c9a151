// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.rag.AugmentationRequest;
import dev.langchain4j.rag.AugmentationResult;
import dev.langchain4j.rag.DefaultRetrievalAugmentor;
import dev.langchain4j.rag.RetrievalAugmentor;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.rag.query.Metadata;
import io.github.aligner4j.Incubating;
import java.util.Objects;

/**
 * A retrieval augmentor that lets aligned models know what another one retrieved.
 *
 * <pre>{@code
 * Assistant assistant = AiServices.builder(Assistant.class)
 *         .chatModel(AlignedChatModel.wrap(model, aligner))
 *         .retrievalAugmentor(AlignedRetrievalAugmentor.of(contentRetriever))
 *         .build();
 * }</pre>
 *
 * <p>LangChain4j injects retrieved contents into the text of the user message, and a model gets nothing else. This augmentor also
 * notes them in an {@linkplain UserMessage#attributes() attribute} of the message, with the user's own text and the names of
 * service, method and memory. The aligned model reads it: the passages are the {@linkplain
 * io.github.aligner4j.CorrectionRequest#context() context} of the correction request, most relevant first, its question is the
 * user's own, and its attributes are those of {@link io.github.aligner4j.RequestAttributes}. The upstream model is sent what it
 * would be sent without this augmentor.
 *
 * <p>A chat memory that stores retrieved content, as it does by default, stores the passages in the attribute, too.
 *
 * <p>As safe for use by several threads as the other augmentor.
 */
@Incubating
public final class AlignedRetrievalAugmentor implements RetrievalAugmentor {

    private final RetrievalAugmentor augmentor;

    private AlignedRetrievalAugmentor(RetrievalAugmentor augmentor) {
        this.augmentor = augmentor;
    }

    /** Returns an augmentor that does what {@code augmentor} does; {@code augmentor} itself if it is such an augmentor. */
    public static AlignedRetrievalAugmentor wrap(RetrievalAugmentor augmentor) {
        Objects.requireNonNull(augmentor, "augmentor");
        return augmentor instanceof AlignedRetrievalAugmentor aligned
                ? aligned
                : new AlignedRetrievalAugmentor(augmentor);
    }

    /** Returns an augmentor that injects what {@code retriever} retrieves, as LangChain4j does by default. */
    public static AlignedRetrievalAugmentor of(ContentRetriever retriever) {
        return wrap(
                DefaultRetrievalAugmentor.builder().contentRetriever(retriever).build());
    }

    @Override
    public AugmentationResult augment(AugmentationRequest request) {
        AugmentationResult result = augmentor.augment(request);
        if (!(result.chatMessage() instanceof UserMessage augmented)) {
            return result;
        }
        String question = request.chatMessage() instanceof UserMessage user ? Conversations.text(user) : null;
        Metadata metadata = request.metadata();
        Retrieval retrieval = new Retrieval(
                Retrieval.passages(result.contents()),
                question,
                Retrieval.attributes(metadata == null ? null : metadata.invocationContext()));
        return AugmentationResult.builder()
                .chatMessage(retrieval.in(augmented))
                .contents(result.contents())
                .build();
    }
}
