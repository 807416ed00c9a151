// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import java.util.List;

/**
 * Classifies an answer, for example by toxicity, language or topic. Detectors decide whether a layer applies
 * ({@link LayerGate#of}) and show their verdict in the {@linkplain LayerTrace#detections() trace}.
 *
 * <pre>{@code
 * Detector toxicity = (request, context) -> Detection.of("toxic", classifier.score(request.answer()));
 * Layer layer = Layer.of("civil", aligner).withGate(LayerGate.of(toxicity, "toxic", 0.5));
 * }</pre>
 *
 * <p>Implementations must be safe for use by several threads at once, and must not retain a request. A call blocks;
 * interrupting its thread cancels it. Those that call a model keep the context's cancellation and deadline.
 */
@Incubating
@FunctionalInterface
public interface Detector {

    /**
     * Returns the label of {@code request}'s answer. Does not change the answer.
     *
     * @param request the question and the answer to classify
     * @param context cancellation and deadline of the call; never streaming
     * @throws AlignerException if the answer can't be classified
     */
    Detection detect(CorrectionRequest request, CorrectionContext context);

    /**
     * Returns the labels of several answers, in order: for each the one that {@link #detect} returns, but a detector whose model
     * batches requests needs less time for all of them. This default classifies one after another.
     *
     * @throws AlignerException if one of the answers can't be classified
     */
    default List<Detection> detectAll(List<CorrectionRequest> requests, CorrectionContext context) {
        return requests.stream().map(request -> detect(request, context)).toList();
    }
}
