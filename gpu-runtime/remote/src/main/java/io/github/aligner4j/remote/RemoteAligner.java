// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionLimits;
import io.github.aligner4j.DelegatingAligner;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.llm.CompletionAligner;
import io.github.aligner4j.llm.CorrectionGuard;
import io.github.aligner4j.llm.CorrectionGuards;
import io.github.aligner4j.llm.DetectorTokens;
import io.github.aligner4j.template.CorrectionTemplate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An Aligner whose checkpoint runs behind an engine: a {@link CompletionAligner} over a {@link RemoteCompletionModel}.
 *
 * <p>What the runtime in the JVM does beyond the model itself, an engine lacks: drafts from the answer (residual decoding), the copy
 * constraint and fallback, steering vectors, and results that don't depend on the batch.
 *
 * <p>Safe for use by several threads.
 */
@Incubating
public final class RemoteAligner extends DelegatingAligner implements AutoCloseable {

    private final RemoteCompletionModel model;

    private RemoteAligner(Aligner aligner, RemoteCompletionModel model) {
        super(aligner);
        this.model = model;
    }

    /**
     * Returns a builder.
     *
     * @param engine the engine that runs the checkpoint
     * @param template the template that the checkpoint was trained with, such as one of {@link
     *     io.github.aligner4j.template.CorrectionTemplates}
     */
    public static Builder builder(RemoteEngine engine, CorrectionTemplate template) {
        return new Builder(engine, template);
    }

    /** Returns the model behind the Aligner. */
    public RemoteCompletionModel model() {
        return model;
    }

    /** Returns the state of the engine's URLs, without asking them. */
    public RemoteStatus status() {
        return model.status();
    }

    @Override
    public void close() {
        model.close();
    }

    /** Collects the parts of a {@link RemoteAligner}. Not safe for use by several threads. */
    public static final class Builder {

        private final RemoteEngine engine;
        private final CorrectionTemplate template;
        private SamplingParameters sampling = SamplingParameters.GREEDY;
        private CorrectionLimits limits = CorrectionLimits.NONE;
        private List<CorrectionGuard> guards = CorrectionGuards.defaults();
        private boolean limitedByAnswer = true;
        private boolean probed = true;
        private @Nullable DetectorTokens detector;
        private double threshold;

        private Builder(RemoteEngine engine, CorrectionTemplate template) {
            this.engine = Objects.requireNonNull(engine, "engine");
            this.template = Objects.requireNonNull(template, "template");
        }

        /** Sets how the model chooses tokens; greedy if it is not set. */
        public Builder sampling(SamplingParameters sampling) {
            this.sampling = Objects.requireNonNull(sampling, "sampling");
            return this;
        }

        /** Sets the timeout and the maximum number of new tokens of a correction. */
        public Builder limits(CorrectionLimits limits) {
            this.limits = Objects.requireNonNull(limits, "limits");
            return this;
        }

        /** Sets the guards that replace {@link CorrectionGuards#defaults()}. */
        public Builder guards(List<CorrectionGuard> guards) {
            this.guards = List.copyOf(guards);
            return this;
        }

        /**
         * Sets whether the limit of new tokens is lowered for short answers, as it is by default ({@link
         * CompletionAligner.Builder#limitedByAnswer}).
         */
        public Builder limitedByAnswer(boolean limitedByAnswer) {
            this.limitedByAnswer = limitedByAnswer;
            return this;
        }

        /**
         * Sets the tokens by which the checkpoint decides whether an answer is corrected ({@code detector} in its {@code
         * aligner.json}). The engine must return log probabilities with the texts of tokens, white space included.
         *
         * @param threshold the minimum score of an answer that is corrected, from 0 to 1
         * @throws IllegalArgumentException if the threshold is out of its range
         * @see CompletionAligner.Builder#build(DetectorTokens, double)
         */
        public Builder detector(DetectorTokens detector, double threshold) {
            if (!(threshold >= 0 && threshold <= 1)) {
                throw new IllegalArgumentException("threshold must be between 0 and 1, but was " + threshold);
            }
            this.detector = Objects.requireNonNull(detector, "detector");
            this.threshold = threshold;
            return this;
        }

        /** Sets whether the engine is probed when the Aligner is built, as by default, or at its first call. */
        public Builder probed(boolean probed) {
            this.probed = probed;
            return this;
        }

        /**
         * Returns the Aligner.
         *
         * @throws io.github.aligner4j.completion.CompletionModelException as {@link RemoteCompletionModel#create} does
         */
        public RemoteAligner build() {
            RemoteCompletionModel model =
                    probed ? RemoteCompletionModel.create(engine) : RemoteCompletionModel.createUnprobed(engine);
            SamplingParameters limited = limits.maxNewTokens().isPresent()
                    ? sampling.withMaxNewTokens(limits.maxNewTokens().getAsInt())
                    : sampling;
            CompletionAligner.Builder aligner = CompletionAligner.builder(template, model)
                    .sampling(limited)
                    .guards(guards)
                    .description(engine.description())
                    .limitedByAnswer(limitedByAnswer);
            limits.timeout().ifPresent(aligner::timeout);
            return new RemoteAligner(detector == null ? aligner.build() : aligner.build(detector, threshold), model);
        }
    }
}
