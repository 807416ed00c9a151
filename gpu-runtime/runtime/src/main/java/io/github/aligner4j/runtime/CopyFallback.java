package io.github.aligner4j.runtime;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionListener;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.runtime.generation.Generation;
import io.github.aligner4j.runtime.generation.GenerationOptions;
import java.util.List;
import java.util.OptionalDouble;

/**
 * Completes requests with a {@linkplain CompletionRequest#copyBias() copy bias}: a completion that the model finds less likely, as a
 * whole, than the prediction itself gives way to the prediction. Choosing token by token a model may lose its way, and say what it
 * would not have said at once.
 *
 * <p>The prediction is only asked about if it was changed; that takes a pass more. Text from the first change on is held back until
 * then.
 */
final class CopyFallback {

    private final TorchCompletionModel model;
    private final CompletionRequest request;
    private final double copyBias;
    private final HeldText held;

    CopyFallback(TorchCompletionModel model, CompletionRequest request, double copyBias) {
        this.model = model;
        this.request = request;
        this.copyBias = copyBias;
        this.held = new HeldText(request.prediction(), request.listener());
    }

    /** Returns whether a request is completed so: greedily, with a prediction and a bias that is not 0. */
    static boolean suits(CompletionRequest request, double copyBias) {
        return copyBias > 0 && !request.prediction().isEmpty()
                && request.sampling().greedy();
    }

    Completion complete() {
        boolean heard = request.listener() != CompletionListener.NONE;
        CompletionRequest asked = copy().listener(heard ? held : CompletionListener.NONE)
                .build();
        Generation generation = model.generate(
                asked, GenerationOptions.DEFAULT.withScores().withCopyBias(copyBias));
        Completion completion = generation.completion();
        boolean changed = !completion.text().equals(request.prediction());
        if (changed && copyLikelihood().orElse(Double.NEGATIVE_INFINITY) > logLikelihood(generation)) {
            completion =
                    new Completion(request.prediction(), FinishReason.STOP, completion.usage(), completion.timings());
        }
        if (heard) {
            held.finish(completion.text());
        }
        return completion;
    }

    /**
     * Returns how likely the model finds the prediction as it is; nothing if it can't say it: for want of room, of tokens or of
     * time, because the queue is full or the model was closed. Then the correction stays, which is whole. A caller who does not wait any more is told
     * so.
     */
    private OptionalDouble copyLikelihood() {
        try {
            List<Integer> tokens = model.completionTokens(request.prompt(), request.prediction());
            Generation copied = model.generate(
                    copy().build(), GenerationOptions.DEFAULT.withForced(tokens).withScores());
            return copied.tokenIds().equals(tokens) ? copied.logLikelihood() : OptionalDouble.empty();
        } catch (CorrectionCancelledException e) {
            throw e;
        } catch (AlignerException | IllegalStateException e) {
            return OptionalDouble.empty();
        }
    }

    private static double logLikelihood(Generation generation) {
        return generation.logLikelihood().orElseThrow();
    }

    private CompletionRequest.Builder copy() {
        CompletionRequest.Builder copy = CompletionRequest.builder(request.prompt())
                .prediction(request.prediction())
                .sampling(request.sampling())
                .stop(request.stop())
                .deadline(request.deadline().orElse(null))
                .cancellation(request.cancellation())
                .adapter(request.adapter().orElse(null));
        request.strength().ifPresent(copy::strength);
        return copy;
    }

    /** Lets text pass while it is that of the prediction. */
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
