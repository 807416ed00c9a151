// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRejectedException;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionListener;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.llm.CorrectionGuard;
import io.github.aligner4j.llm.CorrectionGuards;
import io.github.aligner4j.template.MetaAlignerAspect;
import io.github.aligner4j.text.BrokenCharacters;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Corrects an answer by the feedback and edit calls of one strategy. The last edit streams.
 *
 * @param prompts the strategy and its prompts
 * @param models the model of each role
 * @param principles the principles that an answer has to keep to, unless the request has aspects of its own
 * @param settings rounds, guards, sampling and clock
 */
record Reviser(
        Prompts prompts, Function<PromptRole, ChatCompletionModel> models, List<String> principles, Settings settings)
        implements Aligner {

    /**
     * The settings of a reviser.
     *
     * @param maxRounds the maximum number of rounds of self-refinement
     * @param showsConversation true if prompts show the messages before the question
     * @param sampling the parameters of the choice of tokens
     * @param guards check each edit
     * @param clock the clock by which deadlines are read
     */
    record Settings(
            int maxRounds,
            boolean showsConversation,
            SamplingParameters sampling,
            List<CorrectionGuard> guards,
            InstantSource clock) {}

    @Override
    public Correction correct(CorrectionRequest request, CorrectionContext context) {
        long started = System.nanoTime();
        PromptCalls calls = new PromptCalls(models, context, settings.clock);
        String answer = revise(new Revision(shown(request), calls));
        Duration elapsed = Duration.ofNanos(System.nanoTime() - started);
        return Correction.of(request.answer(), answer, calls.usage(), elapsed).withUsageBreakdown(calls.breakdown());
    }

    @Override
    public boolean deterministic() {
        return settings.sampling.greedy();
    }

    private String revise(Revision revision) {
        List<String> all = principles(revision.request);
        return switch (prompts.strategy()) {
            case REWRITE -> revision.edit(revision.request.answer(), all, "", true);
            case SELF_CRITIQUE, FEEDBACK_EDIT_SELECT -> refine(revision, all, 1);
            case SELF_REFINE -> refine(revision, all, settings.maxRounds);
            case CONSTITUTION -> constitute(revision, all);
            case JUDGE, DETECT, COMPARE -> throw new IllegalStateException(prompts + " correct nothing");
        };
    }

    /** Ends when the feedback or the edit says that nothing is wrong, when an earlier answer comes back, or after the last round. */
    private static String refine(Revision revision, List<String> principles, int rounds) {
        String answer = revision.request.answer();
        Set<String> seen = new HashSet<>(Set.of(answer));
        for (int round = 1; round <= rounds; round++) {
            String feedback = revision.feedback(answer, principles);
            if (Replies.isUnchanged(feedback)) {
                return answer;
            }
            String edited = revision.edit(answer, principles, feedback, round == rounds);
            if (!seen.add(edited)) {
                return edited;
            }
            answer = edited;
        }
        return answer;
    }

    private static String constitute(Revision revision, List<String> principles) {
        String answer = revision.request.answer();
        for (int i = 0; i < principles.size(); i++) {
            List<String> one = List.of(principles.get(i));
            String feedback = revision.feedback(answer, one);
            if (!Replies.isUnchanged(feedback)) {
                answer = revision.edit(answer, one, feedback, i == principles.size() - 1);
            }
        }
        return answer;
    }

    private List<String> principles(CorrectionRequest request) {
        List<String> named = request.aspects().isEmpty() ? principles : request.aspects();
        return named.stream()
                .map(MetaAlignerAspect::description)
                .map(text -> text.strip().replaceAll("\\s+", " "))
                .toList();
    }

    private CorrectionRequest shown(CorrectionRequest request) {
        return settings.showsConversation ? request : request.withConversation(List.of());
    }

    /** One answer on its way. */
    private final class Revision {

        private final CorrectionRequest request;
        private final PromptCalls calls;

        Revision(CorrectionRequest request, PromptCalls calls) {
            this.request = request;
            this.calls = calls;
        }

        String feedback(String answer, List<String> principles) {
            PromptInputs inputs = PromptInputs.of(request.withAnswer(answer), principles);
            Completion completion = calls.call(
                    PromptRole.FEEDBACK,
                    prompts.render(PromptRole.FEEDBACK, inputs, inputs.frame()),
                    settings.sampling,
                    CompletionListener.NONE);
            if (completion.text().isBlank()) {
                throw new CorrectionRejectedException("the model gave no feedback; check that the prompt asks for it");
            }
            if (completion.finishReason() == FinishReason.LENGTH && Replies.isUnchanged(completion.text())) {
                throw new CorrectionRejectedException(
                        "the model's feedback was cut off after UNCHANGED, so that it can't be told what it meant; raise"
                                + " max-new-tokens");
            }
            return completion.text().strip();
        }

        private @Nullable BrokenCharacters broken(String answer) {
            return settings.guards.contains(CorrectionGuards.keepsCharactersWhole())
                    ? new BrokenCharacters(answer)
                    : null;
        }

        /** Returns the corrected answer; it streams if this is the {@code last} call. */
        String edit(String answer, List<String> principles, String feedback, boolean last) {
            PromptInputs inputs =
                    PromptInputs.of(request.withAnswer(answer), principles).withFeedback(feedback);
            Frame frame = prompts.frame(PromptRole.EDIT, inputs);
            CorrectionContext context = last ? calls.context() : calls.context().withoutListener();
            EditOutput output = new EditOutput(answer, frame, context, broken(answer));
            Completion completion = calls.call(
                    PromptRole.EDIT,
                    prompts.render(PromptRole.EDIT, inputs, frame),
                    settings.sampling,
                    context.isStreaming() ? output::append : CompletionListener.NONE);
            String corrected = output.finish(completion);
            CorrectionGuards.check(settings.guards, request, corrected);
            return corrected;
        }
    }
}
