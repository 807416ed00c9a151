// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.llm;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detection;
import io.github.aligner4j.Detector;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.completion.TokenLogprobs;
import io.github.aligner4j.completion.TokenLogprobs.Alternative;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * Detects by the first token of a model's completion whether an answer needs a correction, at the cost of reading the prompt and
 * of one token. The label is the detector's name, and the score
 *
 * <pre>{@code score = p(changed) / (p(changed) + p(unchanged))}</pre>
 *
 * <p>An engine that can't tell the log probability of any token ({@link CompletionRequest#candidates()}) must have one of the two
 * among its {@value #TOP_LOGPROBS} most likely ones; the other one then counts as likely as the last of these, which it is at most.
 *
 * <p>Cancellation and deadline of a context hold, its limit of new tokens does not count these. As safe for use by several threads as
 * the model.
 */
final class CompletionDetector implements Detector {

    private static final int TOP_LOGPROBS = 20;
    private static final SamplingParameters ONE_TOKEN = SamplingParameters.GREEDY.withMaxNewTokens(1);

    private final DetectorTokens tokens;
    private final CompletionModel model;
    private final InstantSource clock;
    private final Function<CorrectionRequest, CompletionRequest.Builder> prompts;

    /**
     * Creates it.
     *
     * @param clock the clock that deadlines are compared with
     * @param prompts returns a request with the prompt behind which the model writes the correction
     */
    CompletionDetector(
            DetectorTokens tokens,
            CompletionModel model,
            InstantSource clock,
            Function<CorrectionRequest, CompletionRequest.Builder> prompts) {
        this.tokens = tokens;
        this.model = model;
        this.clock = clock;
        this.prompts = prompts;
    }

    @Override
    public Detection detect(CorrectionRequest request, CorrectionContext context) {
        return detectAll(List.of(request), context).get(0);
    }

    @Override
    @SuppressWarnings("ConstantValue") // models written without null checks exist
    public List<Detection> detectAll(List<CorrectionRequest> requests, CorrectionContext context) {
        context.cancellation().throwIfCancelled();
        context.throwIfLate(clock);
        long started = System.nanoTime();
        List<Completion> completions = model.completeAll(requests.stream()
                .map(request -> completionRequest(request, context))
                .toList());
        if (completions == null || completions.size() != requests.size() || completions.contains(null)) {
            throw new CompletionModelException("the completion model did not return a completion for each of "
                    + requests.size() + " requests; it must return them or throw");
        }
        Duration share = Duration.ofNanos((System.nanoTime() - started) / Math.max(1, requests.size()));
        List<Detection> detections = new ArrayList<>();
        for (Completion completion : completions) {
            detections.add(new Detection(tokens.name(), score(completion.logprobs()), completion.usage(), share));
        }
        return detections;
    }

    private CompletionRequest completionRequest(CorrectionRequest request, CorrectionContext context) {
        return prompts.apply(request)
                .sampling(ONE_TOKEN)
                .topLogprobs(TOP_LOGPROBS)
                .candidates(List.of(tokens.changed(), tokens.unchanged()))
                .deadline(context.deadline().orElse(null))
                .cancellation(context.cancellation())
                .build();
    }

    private double score(List<TokenLogprobs> logprobs) {
        if (logprobs.isEmpty()) {
            throw new CompletionModelException(
                    "the model gave no log probabilities, which the score of the detector '" + tokens.name()
                            + "' is computed from; use an engine that returns them, or the checkpoint in this JVM");
        }
        TokenLogprobs first = logprobs.get(0);
        List<Alternative> known = first.candidates().isEmpty() ? first.top() : first.candidates();
        OptionalDouble changed = logprob(known, tokens.changed());
        OptionalDouble unchanged = logprob(known, tokens.unchanged());
        if (changed.isEmpty() && unchanged.isEmpty()) {
            throw new CompletionModelException(
                    "neither '" + tokens.changed() + "' nor '" + tokens.unchanged()
                            + "' of the detector '" + tokens.name() + "' is among the " + known.size()
                            + " tokens that may come first; check that the checkpoint was trained with this detector and template");
        }
        double last = first.candidates().isEmpty() ? known.get(known.size() - 1).logprob() : Double.NEGATIVE_INFINITY;
        // The logistic function of the difference, which no underflow of a probability turns into 0 / 0.
        return 1 / (1 + Math.exp(unchanged.orElse(last) - changed.orElse(last)));
    }

    private static OptionalDouble logprob(List<Alternative> known, String token) {
        return known.stream()
                .filter(each -> each.token().equals(token))
                .mapToDouble(Alternative::logprob)
                .filter(logprob -> logprob > Double.NEGATIVE_INFINITY)
                .findFirst();
    }
}
