// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionListener;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.routing.AnswerJudge;
import io.github.aligner4j.template.MetaAlignerAspect;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A judge that is a chat model and a prompt, greedy.
 *
 * <p>The reply must be the number of a candidate and nothing else but white space, punctuation or the word {@code candidate} around
 * it; anything else is a {@link CorrectionRejectedException}: a judge that can't be understood picks nothing. {@linkplain
 * Builder#pairwise() Pairwise}, a candidate replaces the best so far, which is the original answer at first, only if it wins in both
 * orders of the two: two calls for each candidate, in which a preference for the first or the last has no effect.
 */
@Incubating
public final class PromptedJudge implements AnswerJudge {

    private static final SamplingParameters GREEDY = SamplingParameters.GREEDY;
    private static final Pattern NUMBER = Pattern.compile(
            "[\\s\"'`*_(\\[#]*+(?:candidate)?[\\s#:*]*+(\\d{1,6})[\\s\"'`*_)\\].!]*+", Pattern.CASE_INSENSITIVE);

    private final Prompts prompts;
    private final ChatCompletionModel model;
    private final PromptRole role;
    private final List<String> principles;
    private final boolean pairwise;
    private final SamplingParameters sampling;
    private final InstantSource clock;

    private PromptedJudge(Builder builder) {
        this.prompts = builder.prompts;
        this.model = builder.model;
        this.role = builder.role;
        this.principles = builder.principles;
        this.pairwise = builder.pairwise;
        this.sampling = builder.sampling;
        this.clock = builder.clock;
    }

    /** Returns a judge with this library's prompt, which sees all candidates at once. */
    public static PromptedJudge of(ChatCompletionModel model) {
        return builder(Prompts.byName("judge"), model).build();
    }

    /**
     * Returns a builder of a judge.
     *
     * @throws IllegalArgumentException if the prompts have neither {@code judge} nor {@code select}
     */
    public static Builder builder(Prompts prompts, ChatCompletionModel model) {
        return new Builder(prompts, model);
    }

    @Override
    public String name() {
        return role.id();
    }

    @Override
    public Verdict judge(CorrectionRequest request, List<String> candidates, CorrectionContext context) {
        PromptCalls calls = new PromptCalls(any -> model, context.withoutListener(), clock);
        int choice = pairwise ? tournament(request, candidates, calls) : ask(request, candidates, calls);
        return new Verdict(choice, calls.usage());
    }

    private int tournament(CorrectionRequest request, List<String> candidates, PromptCalls calls) {
        int best = 0;
        for (int i = 1; i < candidates.size(); i++) {
            String champion = candidates.get(best);
            String challenger = candidates.get(i);
            boolean wins = ask(request, List.of(champion, challenger), calls) == 1
                    && ask(request, List.of(challenger, champion), calls) == 0;
            best = wins ? i : best;
        }
        return best;
    }

    /** Returns the index of the candidate that the model picks. */
    private int ask(CorrectionRequest request, List<String> candidates, PromptCalls calls) {
        List<String> aspects = request.aspects().isEmpty() ? principles : request.aspects();
        List<String> described =
                aspects.stream().map(MetaAlignerAspect::description).toList();
        PromptInputs inputs = new PromptInputs(
                request.withConversation(List.of()), described, "", new ArrayList<>(candidates), List.of());
        Completion completion =
                calls.call(role, prompts.render(role, inputs, inputs.frame()), sampling, CompletionListener.NONE);
        Matcher number = NUMBER.matcher(completion.text());
        int choice = number.matches() ? Integer.parseInt(number.group(1)) : 0;
        if (choice < 1 || choice > candidates.size()) {
            throw new CorrectionRejectedException("the judge was asked for a number from 1 to " + candidates.size()
                    + " and replied something else, of " + completion.text().length()
                    + " characters; use a more capable model as the judge, or check its prompt");
        }
        return choice - 1;
    }

    /** Collects the parts of a {@link PromptedJudge}. Not safe for use by several threads. */
    public static final class Builder {

        private final Prompts prompts;
        private final ChatCompletionModel model;
        private final PromptRole role;
        private List<String> principles = PromptedAligner.DEFAULT_PRINCIPLES;
        private boolean pairwise;
        private SamplingParameters sampling = GREEDY;
        private InstantSource clock = InstantSource.system();

        private Builder(Prompts prompts, ChatCompletionModel model) {
            this.prompts = Objects.requireNonNull(prompts, "prompts");
            this.model = Objects.requireNonNull(model, "model");
            this.role = prompts.strategy().roles().contains(PromptRole.SELECT) ? PromptRole.SELECT : PromptRole.JUDGE;
            if (!prompts.strategy().roles().contains(role)) {
                throw new IllegalArgumentException("a judge needs prompts of the strategy 'judge' or"
                        + " 'feedback-edit-select', but these are of '"
                        + prompts.strategy().id() + "'");
            }
        }

        /**
         * Sets what answers are judged by, unless a request has {@linkplain CorrectionRequest#aspects() aspects} of its own.
         *
         * @throws IllegalArgumentException if there is none, or one is blank
         */
        public Builder principles(List<String> principles) {
            this.principles = PromptedAligner.checked(principles);
            return this;
        }

        /** Has candidates compared two by two, in both orders. */
        public Builder pairwise() {
            this.pairwise = true;
            return this;
        }

        /** Sets how the model chooses tokens, and how many at most; thinking counts. The default is greedy. */
        public Builder sampling(SamplingParameters sampling) {
            this.sampling = Objects.requireNonNull(sampling, "sampling");
            return this;
        }

        /** Sets the clock by which deadlines are read. */
        public Builder clock(InstantSource clock) {
            this.clock = Objects.requireNonNull(clock, "clock");
            return this;
        }

        /** Returns the judge. */
        public PromptedJudge build() {
            return new PromptedJudge(this);
        }
    }
}
