// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionListener;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.runtime.generation.EncodedRequest;
import io.github.aligner4j.runtime.generation.Generation;
import io.github.aligner4j.runtime.generation.GenerationOptions;
import io.github.aligner4j.runtime.generation.SequenceFactory;
import io.github.aligner4j.runtime.scheduling.Scheduler;
import java.util.List;
import java.util.Optional;

/**
 * Completes a request whose checkpoint copies ({@code decoding.copy}), and falls back to the prediction if the model finds
 * it more likely as a whole than the completion. Choosing token by token, a small model can end up with a text that it
 * finds unlikely as a whole: half a table row, a loop, code with a word missing.
 *
 * <p>A checkpoint with a detector has no such fallback ({@link Copying#fallsBack()}).
 *
 * <p>Only a completion that differs from the prediction is compared. That takes a second request, but hardly more than one
 * forward pass, since its tokens are known. Text is held back from the first difference until the comparison is done.
 */
final class CopyFallback {

    private final SequenceFactory sequences;
    private final Scheduler scheduler;
    private final CompletionRequest request;

    CopyFallback(SequenceFactory sequences, Scheduler scheduler, CompletionRequest request) {
        this.sequences = sequences;
        this.scheduler = scheduler;
        this.request = request;
    }

    Completion complete(double copyBias) {
        boolean streaming = request.listener() != CompletionListener.NONE;
        HeldText held = new HeldText(request.prediction(), request.listener());
        EncodedRequest encoded = sequences.encode(request);
        Generation generation = run(
                encoded,
                GenerationOptions.DEFAULT.withCopyBias(copyBias).withScores(),
                streaming ? held : CompletionListener.NONE);
        Completion completion = generation.completion();
        if (!completion.text().equals(request.prediction())) {
            completion = copy(encoded)
                    .filter(copied -> likelihood(copied) > likelihood(generation))
                    .map(copied -> copied(generation.completion(), copied))
                    .orElse(completion);
        }
        if (streaming) {
            held.finish(completion.text());
        }
        return completion;
    }

    private Completion copied(Completion completion, Generation copied) {
        return new Completion(
                request.prediction(),
                FinishReason.STOP,
                completion.usage(),
                completion.timings(),
                copied.completion().logprobs());
    }

    private static double likelihood(Generation generation) {
        return generation.logLikelihood().orElseThrow();
    }

    /**
     * Returns the prediction as a generation, empty if its likelihood can't be computed: because memory or time is short, the
     * queue is full, or the model was closed. The completion is complete by then and must not be lost.
     */
    private Optional<Generation> copy(EncodedRequest encoded) {
        if (encoded.prediction().length == 0) {
            return Optional.empty();
        }
        List<Integer> prediction = encoded.predictionTokens();
        GenerationOptions options =
                GenerationOptions.DEFAULT.withForced(prediction).withScores();
        try {
            Generation copied = run(encoded, options, CompletionListener.NONE);
            return Optional.of(copied).filter(each -> each.tokenIds().equals(prediction));
        } catch (CorrectionCancelledException e) {
            throw e;
        } catch (AlignerException | IllegalStateException e) {
            return Optional.empty();
        }
    }

    private Generation run(EncodedRequest encoded, GenerationOptions options, CompletionListener listener) {
        // The sequence holds everything else.
        CompletionRequest call = CompletionRequest.builder(request.prompt())
                .listener(listener)
                .cancellation(request.cancellation())
                .deadline(request.deadline().orElse(null))
                .build();
        return scheduler.run(sequences.create(encoded, options), call);
    }

    /** Passes text on while it is that of the prediction. */
    private static final class HeldText implements CompletionListener {

        private final String prediction;
        private final CompletionListener listener;
        private final StringBuilder text = new StringBuilder();
        private int passed;

        HeldText(String prediction, CompletionListener listener) {
            this.prediction = prediction;
            this.listener = listener;
        }

        @Override
        public void onText(String piece) {
            text.append(piece);
            int same = passed;
            while (same < Math.min(text.length(), prediction.length())
                    && text.charAt(same) == prediction.charAt(same)) {
                same++;
            }
            boolean insidePair = same > passed && Character.isHighSurrogate(text.charAt(same - 1));
            pass(text, insidePair ? same - 1 : same);
        }

        void finish(String whole) {
            pass(whole, whole.length());
        }

        private void pass(CharSequence from, int end) {
            if (end > passed) {
                listener.onText(from.subSequence(passed, end).toString());
                passed = end;
            }
        }
    }
}
