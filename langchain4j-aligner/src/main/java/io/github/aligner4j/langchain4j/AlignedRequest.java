// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.request.ChatRequest;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.RequestAttributes;
import io.github.aligner4j.answer.Conversation;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A chat request, split into the part for the upstream model and the part for the aligned model.
 *
 * @param chat the request without alignment parameters
 * @param alignment the alignment parameters
 * @param method the AI Service method that asked, as far as the calling thread shows it
 * @param origin the attributes that tell who asked
 */
record AlignedRequest(
        ChatRequest chat, AlignmentParameters alignment, AiServiceMethod method, Map<String, Object> origin) {

    /** Returns the parts of {@code request}; must be called on the caller's own thread. */
    static AlignedRequest of(ChatRequest request) {
        AiServiceMethod method = AiServiceMethod.current();
        return request.parameters() instanceof AlignmentParameters alignment
                ? new AlignedRequest(
                        request.toBuilder().parameters(alignment.parameters()).build(),
                        alignment,
                        method,
                        method.attributes())
                : new AlignedRequest(request, AlignmentParameters.NONE, method, method.attributes());
    }

    /** Returns {@code merged} with the alignment parameters of this request. */
    AlignedRequest with(ChatRequest merged) {
        return new AlignedRequest(merged, alignment, method, origin);
    }

    /** Returns the request to send to {@code upstream}, which may be aligned too. */
    ChatRequest forUpstream(Object upstream) {
        return upstream instanceof AligningModel<?> && !alignment.equals(AlignmentParameters.NONE)
                ? chat.toBuilder()
                        .parameters(alignment.around(chat.parameters()))
                        .build()
                : chat;
    }

    boolean skips() {
        return alignment.skip();
    }

    /**
     * Returns the request to correct {@code answer}, with at most {@code depth} turns before the question. Of its attributes, those
     * of the request replace those of the model, which replace those that were found out.
     *
     * @param modelAttributes the attributes of all requests of the model
     */
    CorrectionRequest correctionRequest(String answer, int depth, Map<String, Object> modelAttributes) {
        Conversation conversation = Conversations.of(chat.messages()).latest(depth);
        if (alignment.question() != null) {
            conversation = conversation.withQuestion(alignment.question());
        }
        Retrieval retrieval = Conversations.retrieval(chat.messages());
        Map<String, Object> attributes = new HashMap<>(origin);
        attributes.putAll(retrieval.attributes());
        attributes.putAll(modelAttributes);
        if (alignment.chain() != null) {
            attributes.put(RequestAttributes.CHAIN, alignment.chain());
        }
        attributes.putAll(alignment.attributes());
        return conversation.request(answer).toBuilder()
                .context(Objects.requireNonNullElse(alignment.context(), retrieval.context()))
                .attributes(attributes)
                .build();
    }

    CorrectionContext context() {
        return alignment.deadline() == null
                ? CorrectionContext.DEFAULT
                : CorrectionContext.DEFAULT.withDeadline(alignment.deadline());
    }
}
