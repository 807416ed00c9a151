// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.answer.AnswerCorrector;
import java.util.Map;
import org.springframework.ai.chat.client.ChatClientRequest;

/**
 * The settings with which the answer to one request is corrected.
 *
 * @param corrector corrects answers, by the Aligner that the request chose
 * @param threads the threads that correct streams
 * @param options the treatment of answers that are more than text
 * @param attributes attributes of the correction request
 */
record Alignment(
        AnswerCorrector corrector, CorrectionThreads threads, AdvisorOptions options, Map<String, Object> attributes) {

    /** Copies the attributes. */
    Alignment {
        attributes = Map.copyOf(attributes);
    }

    /** Returns true if the answer to {@code request} may be corrected; if not, it passes and may be observed. */
    boolean corrects(ChatClientRequest request) {
        return corrector.corrects(CorrectionRequests.of(request, this));
    }
}
