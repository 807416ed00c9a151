package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.request.ChatRequest;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;

/**
 * A chat request, split into the part for the upstream model and the part for the aligned model.
 *
 * @param chat the request without alignment parameters
 * @param alignment the alignment parameters
 */
record AlignedRequest(ChatRequest chat, AlignmentParameters alignment) {

    static AlignedRequest of(ChatRequest request) {
        return request.parameters() instanceof AlignmentParameters alignment
                ? new AlignedRequest(
                        request.toBuilder().parameters(alignment.parameters()).build(), alignment)
                : new AlignedRequest(request, AlignmentParameters.NONE);
    }

    /** Returns {@code merged} with the alignment parameters of this request. */
    AlignedRequest with(ChatRequest merged) {
        return new AlignedRequest(merged, alignment);
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

    /** Returns the request to correct {@code answer}, with at most {@code depth} turns before the question. */
    CorrectionRequest correctionRequest(String answer, int depth) {
        return Conversations.of(chat.messages()).latest(depth).request(answer).withAttributes(alignment.attributes());
    }

    CorrectionContext context() {
        return alignment.deadline() == null
                ? CorrectionContext.DEFAULT
                : CorrectionContext.DEFAULT.withDeadline(alignment.deadline());
    }
}
