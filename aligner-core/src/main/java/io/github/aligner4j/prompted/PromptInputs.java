// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Turn;
import java.util.ArrayList;
import java.util.List;

/**
 * The texts that fill the places of a prompt.
 *
 * @param request question, answer, conversation and context
 * @param principles the principles that an answer has to keep to; written by the program, not by users
 * @param feedback the feedback on the answer; empty if there is none
 * @param candidates the answers to choose from
 * @param labels the labels to choose from; written by the program
 */
record PromptInputs(
        CorrectionRequest request,
        List<String> principles,
        String feedback,
        List<String> candidates,
        List<String> labels) {

    static PromptInputs of(CorrectionRequest request, List<String> principles) {
        return new PromptInputs(request, principles, "", List.of(), List.of());
    }

    PromptInputs withFeedback(String feedback) {
        return new PromptInputs(request, principles, feedback, candidates, labels);
    }

    /** Returns the frame around the texts. */
    Frame frame() {
        List<String> texts = new ArrayList<>(candidates);
        texts.add(request.question());
        texts.add(request.answer());
        texts.add(feedback);
        texts.addAll(request.context());
        request.conversation().stream().map(Turn::text).forEach(texts::add);
        return Frame.around(texts);
    }
}
