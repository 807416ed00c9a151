// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.generation;

import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.runtime.model.ModelVariant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * A checked request with its tokens, from which several sequences can be created.
 *
 * @param request the request
 * @param variant variant of the model that reads the sequence
 * @param prompt tokens of the prompt, which fits the context
 * @param prediction tokens of the prediction and of its end; none if there is no prediction
 * @param candidates tokens of the request's candidates by their text, in its order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record EncodedRequest(
        CompletionRequest request,
        ModelVariant variant,
        int[] prompt,
        int[] prediction,
        Map<String, Integer> candidates) {

    /** Returns the tokens of the prediction, for {@link GenerationOptions#withForced}. */
    public List<Integer> predictionTokens() {
        return Arrays.stream(prediction).boxed().toList();
    }
}
