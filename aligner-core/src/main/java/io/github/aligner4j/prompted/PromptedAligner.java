// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerCall;
import io.github.aligner4j.AlignerDescription;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionLimits;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.llm.CorrectionGuard;
import io.github.aligner4j.llm.CorrectionGuards;
import io.github.aligner4j.routing.AnswerJudge;
import io.github.aligner4j.routing.BestOfAligner;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An Aligner that is a chat model with instructions: any model of a framework or a provider, even the upstream model itself.
 *
 * <pre>{@code
 * Aligner aligner = PromptedAligner.builder(Prompts.byName("self-refine"), model)
 *         .principles(List.of("harmlessness", "Answers are brief and never rude."))
 *         .build();
 * }</pre>
 *
 * <p>{@link PromptStrategy} says which calls it makes. Question, answer, conversation, context and feedback stand in tags that no
 * text can forge. A reply is read strictly: the corrected answer alone, or the word {@code UNCHANGED}; an introduction, a code block or
 * quotation marks around everything are removed by rule if the answer has none. The correction then passes the guards. {@link
 * Correction#usageBreakdown()} has the tokens of each role.
 *
 * <p>The text of the last edit streams, as soon as its beginning shows that it is neither {@code UNCHANGED} nor an introduction. With
 * several samples, the answer is delivered in one chunk.
 *
 * <p>As safe for use by several threads as the models.
 */
@Incubating
public final class PromptedAligner implements Aligner {

    /** The principles of an Aligner without principles of its own, by name. */
    public static final List<String> DEFAULT_PRINCIPLES = List.of("helpfulness", "harmlessness", "honesty");

    /** The default maximum number of rounds of self-refinement. */
    public static final int DEFAULT_MAX_ROUNDS = 3;

    private static final int DEFAULT_SAMPLES_TO_SELECT_FROM = 3;
    private static final double SAMPLING_TEMPERATURE = 0.7;

    private final Aligner aligner;
    private final CorrectionLimits limits;
    private final String prompts;

    private PromptedAligner(Builder builder) {
        this.aligner = builder.aligner();
        this.limits = builder.limits();
        this.prompts = builder.prompts.id();
    }

    /**
     * Returns a builder of an Aligner that asks {@code model} in all roles.
     *
     * @throws IllegalArgumentException if the prompts correct nothing: those of the strategies {@code judge} and {@code detect}
     */
    public static Builder builder(Prompts prompts, ChatCompletionModel model) {
        return new Builder(prompts, model);
    }

    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext context) {
        context.cancellation().throwIfCancelled();
        if (request.answer().isBlank()) {
            context.emit(request.answer());
            return Correction.of(request.answer(), request.answer());
        }
        return AlignerCall.correct(aligner, request, limits.applyTo(context));
    }

    @Override
    public CorrectionLimits limits() {
        return limits;
    }

    /** Returns the strategy and version of the prompts as the template; nothing is known of the chat model. */
    @Override
    public AlignerDescription description() {
        return AlignerDescription.UNKNOWN.withTemplate(prompts);
    }

    /** Returns true only if the models of feedback and edit are greedy. */
    @Override
    public boolean deterministic() {
        return aligner.deterministic();
    }

    static List<String> checked(List<String> principles) {
        if (principles.isEmpty() || principles.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException("principles must be names or sentences, but "
                    + (principles.isEmpty() ? "there are none" : "one is blank"));
        }
        return List.copyOf(principles);
    }

    /** Collects the parts of a {@link PromptedAligner}. Not safe for use by several threads. */
    public static final class Builder {

        private final Prompts prompts;
        private final Map<PromptRole, ChatCompletionModel> models = new EnumMap<>(PromptRole.class);
        private List<String> principles = DEFAULT_PRINCIPLES;
        private int maxRounds = DEFAULT_MAX_ROUNDS;
        private int samples;
        private boolean showsConversation;
        private @Nullable SamplingParameters sampling;
        private @Nullable Integer maxNewTokens;
        private @Nullable AnswerJudge judge;
        private @Nullable Executor executor;
        private @Nullable Duration timeout;
        private List<CorrectionGuard> guards = CorrectionGuards.defaults();
        private InstantSource clock = InstantSource.system();

        private Builder(Prompts prompts, ChatCompletionModel model) {
            this.prompts = Objects.requireNonNull(prompts, "prompts");
            Objects.requireNonNull(model, "model");
            for (PromptRole role : PromptRole.values()) {
                models.put(role, model);
            }
            if (!prompts.strategy().roles().contains(PromptRole.EDIT)) {
                throw new IllegalArgumentException("an Aligner needs prompts that correct, but those of the strategy '"
                        + prompts.strategy().id() + "' don't");
            }
            this.samples = selects() ? DEFAULT_SAMPLES_TO_SELECT_FROM : 1;
        }

        /** Sets the model of one role, for example another adapter of the same base. */
        public Builder model(PromptRole role, ChatCompletionModel model) {
            models.put(Objects.requireNonNull(role, "role"), Objects.requireNonNull(model, "model"));
            return this;
        }

        /**
         * Sets what an answer has to keep to, in the order of importance: sentences, or names of {@link
         * io.github.aligner4j.template.MetaAlignerAspect}. A request's {@linkplain CorrectionRequest#aspects() aspects} replace
         * them. The default is {@link #DEFAULT_PRINCIPLES}.
         *
         * @throws IllegalArgumentException if there is none, or one is blank
         */
        public Builder principles(List<String> principles) {
            this.principles = checked(principles);
            return this;
        }

        /**
         * Sets the maximum number of rounds of {@code self-refine}, by default {@value PromptedAligner#DEFAULT_MAX_ROUNDS}; each is
         * two calls. Other strategies have no rounds.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder maxRounds(int maxRounds) {
            if (maxRounds < 1) {
                throw new IllegalArgumentException("max-rounds must be at least 1, but was " + maxRounds);
            }
            this.maxRounds = maxRounds;
            return this;
        }

        /**
         * Sets the number of corrections that are written beside each other, at a temperature of 0.7 unless {@link #sampling} sets
         * another one; a judge picks the best of them and the original answer. The default is 3 for {@code feedback-edit-select}
         * and 1, without a judge, for other strategies.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder samples(int samples) {
            if (samples < 1) {
                throw new IllegalArgumentException("samples must be at least 1, but was " + samples);
            }
            this.samples = samples;
            return this;
        }

        /**
         * Sets the judge of several samples. The default is a {@link PromptedJudge} with the model of the role {@code select} or
         * {@code judge}.
         */
        public Builder judge(AnswerJudge judge) {
            this.judge = Objects.requireNonNull(judge, "judge");
            return this;
        }

        /**
         * Sets how the models of feedback and edit choose tokens; by default greedy. The limit of new tokens holds for each call,
         * by default 2,048; a model's thinking counts. With several samples, each has the seed of the one before plus 1, if there is
         * a seed.
         */
        public Builder sampling(SamplingParameters sampling) {
            this.sampling = Objects.requireNonNull(sampling, "sampling");
            return this;
        }

        /**
         * Sets the maximum number of new tokens of each call of the model, whatever the sampling; by default 2,048.
         *
         * @throws IllegalArgumentException if it is below 1
         */
        public Builder maxNewTokens(int maxNewTokens) {
            this.maxNewTokens = SamplingParameters.GREEDY
                    .withMaxNewTokens(maxNewTokens)
                    .maxNewTokens()
                    .getAsInt();
            return this;
        }

        /** Sets whether prompts show the messages before the question. By default they do not. */
        public Builder showsConversation(boolean shows) {
            this.showsConversation = shows;
            return this;
        }

        /**
         * Sets the timeout of a correction, all its calls together.
         *
         * @throws IllegalArgumentException if it is not above zero
         */
        public Builder timeout(Duration timeout) {
            this.timeout = CorrectionLimits.NONE.withTimeout(timeout).timeout().orElseThrow();
            return this;
        }

        /** Sets the guards that replace {@link CorrectionGuards#defaults()}; they check each edit. */
        public Builder guards(List<CorrectionGuard> guards) {
            this.guards = List.copyOf(guards);
            return this;
        }

        /** Sets the executor of several samples; {@link BestOfAligner.Builder#executor} describes it and the default. */
        public Builder executor(Executor executor) {
            this.executor = Objects.requireNonNull(executor, "executor");
            return this;
        }

        /** Sets the clock by which deadlines are read. */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        private boolean selects() {
            return prompts.strategy().roles().contains(PromptRole.SELECT);
        }

        private CorrectionLimits limits() {
            CorrectionLimits none = CorrectionLimits.NONE.withClock(clock);
            return timeout == null ? none : none.withTimeout(timeout);
        }

        private Aligner aligner() {
            SamplingParameters set = sampling == null ? SamplingParameters.GREEDY : sampling;
            if (maxNewTokens != null) {
                set = set.withMaxNewTokens(maxNewTokens);
            }
            if (samples == 1 && !selects()) {
                return reviser(set);
            }
            return bestOf(sampling == null ? set.withTemperature(SAMPLING_TEMPERATURE) : set);
        }

        private Aligner bestOf(SamplingParameters set) {
            if (set.greedy() && samples > 1) {
                throw new IllegalArgumentException(samples
                        + " greedy samples would all be the same; set a temperature above 0," + " or samples to 1");
            }
            BestOfAligner.Builder best =
                    BestOfAligner.builder(judge == null ? ownJudge() : judge).clock(clock);
            if (executor != null) {
                best.executor(executor);
            }
            for (int i = 0; i < samples; i++) {
                best.candidate("", reviser(seeded(set, i)));
            }
            return best.build();
        }

        private static SamplingParameters seeded(SamplingParameters sampling, int sample) {
            return sampling.seed().isPresent()
                    ? sampling.withSeed(sampling.seed().getAsLong() + sample)
                    : sampling;
        }

        private AnswerJudge ownJudge() {
            PromptRole role = selects() ? PromptRole.SELECT : PromptRole.JUDGE;
            return PromptedJudge.builder(
                            selects() ? prompts : Prompts.byName("judge"), Objects.requireNonNull(models.get(role)))
                    .principles(principles)
                    .clock(clock)
                    .build();
        }

        private Reviser reviser(SamplingParameters set) {
            Map<PromptRole, ChatCompletionModel> copy = new EnumMap<>(models);
            Function<PromptRole, ChatCompletionModel> byRole = role -> Objects.requireNonNull(copy.get(role));
            return new Reviser(
                    prompts,
                    byRole,
                    principles,
                    new Reviser.Settings(maxRounds, showsConversation, set, guards, clock));
        }

        /**
         * Returns the Aligner.
         *
         * @throws IllegalArgumentException if several samples are greedy
         */
        public PromptedAligner build() {
            return new PromptedAligner(this);
        }
    }
}
