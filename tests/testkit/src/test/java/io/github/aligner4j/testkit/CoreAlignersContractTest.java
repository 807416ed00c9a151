// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.AspectAligner;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DelegatingAligner;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.cache.CachingAligner;
import io.github.aligner4j.chat.ChatCompletionRequest;
import io.github.aligner4j.llm.CompletionAligner;
import io.github.aligner4j.llm.CorrectionGuards;
import io.github.aligner4j.policy.GuardedAligner;
import io.github.aligner4j.policy.JudgedAligner;
import io.github.aligner4j.policy.RepeatingAligner;
import io.github.aligner4j.prompted.PromptedAligner;
import io.github.aligner4j.prompted.Prompts;
import io.github.aligner4j.routing.AnswerJudge;
import io.github.aligner4j.routing.AspectRouter;
import io.github.aligner4j.routing.BestOfAligner;
import io.github.aligner4j.routing.Route;
import io.github.aligner4j.routing.RouteMerge;
import io.github.aligner4j.template.CorrectionTemplates;
import io.github.aligner4j.windowed.WindowedAligner;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;

/** The contract of each Aligner of aligner-core. */
class CoreAlignersContractTest {

    private static final String CIVIL = "Please restart it. Then wait a minute,\n\n- or two.  ";

    /** An Aligner that makes damned things darned. */
    abstract static class Civil extends AlignerContract {

        private final Aligner aligner = create();

        abstract Aligner create();

        @Override
        protected Aligner aligner() {
            return aligner;
        }

        @Override
        protected CorrectionRequest changedRequest() {
            return CorrectionRequest.of("Why?", "Who knows. Read the damn manual, or the damn log! ".repeat(4));
        }

        @Override
        protected CorrectionRequest unchangedRequest() {
            return CorrectionRequest.of("How?", CIVIL);
        }
    }

    @Nested
    class AFunction extends Civil {

        @Override
        Aligner create() {
            return Aligner.of(request -> request.answer().replace("damn", "darn"));
        }

        @Override
        protected boolean keepsDeadlines() {
            return false;
        }
    }

    @Nested
    class AScript extends Civil {

        @Override
        Aligner create() {
            return scripted();
        }
    }

    @Nested
    class AModelWithATemplate extends Civil {

        @Override
        Aligner create() {
            return completing();
        }
    }

    @Nested
    class APrompt extends Civil {

        @Override
        Aligner create() {
            return prompted("rewrite").build();
        }
    }

    @Nested
    class RoundsOfFeedback extends Civil {

        @Override
        Aligner create() {
            return prompted("self-refine").build();
        }
    }

    @Nested
    class ASelection extends Civil {

        @Override
        Aligner create() {
            return prompted("feedback-edit-select").build();
        }
    }

    @Nested
    class ARouter extends Civil {

        @Override
        Aligner create() {
            return AspectRouter.builder()
                    .route(Route.answerMatches(
                            "manual", Pattern.compile("damn manual"), new WindowedAligner(completing(), 60, 40)))
                    .route(Route.answerMatches("log", Pattern.compile("damn log"), scripted()))
                    .merge(RouteMerge.CHAIN)
                    .build();
        }
    }

    @Nested
    class TheBestOfTwo extends Civil {

        @Override
        Aligner create() {
            return BestOfAligner.builder((request, candidates, context) ->
                            new AnswerJudge.Verdict(candidates.size() - 1, TokenUsage.NONE))
                    .candidate("scripted", scripted())
                    .candidate("completing", completing())
                    .build();
        }
    }

    @Nested
    class AnAlignerOfAspects extends Civil {

        @Override
        Aligner create() {
            return new AspectAligner(new WindowedAligner(completing(), 60, 40), List.of("harmlessness"));
        }
    }

    @Nested
    class Windows extends Civil {

        @Override
        Aligner create() {
            return new WindowedAligner(completing(), 60, 40);
        }
    }

    @Nested
    class ACache extends Civil {

        @Override
        Aligner create() {
            return CachingAligner.of(scripted(), 8, Duration.ofHours(1));
        }
    }

    @Nested
    class AWrapper extends Civil {

        @Override
        Aligner create() {
            return new DelegatingAligner(new WindowedAligner(scripted(), 60, 40)) {
                @Override
                protected Correction correct(CorrectionRequest request, CorrectionContext context, Aligner delegate) {
                    return delegate.correct(request, context);
                }
            };
        }
    }

    @Nested
    class AGuard extends Civil {

        @Override
        Aligner create() {
            return new GuardedAligner(
                    new WindowedAligner(completing(), 60, 40),
                    List.of(CorrectionGuards.keepsMarkdown(), CorrectionGuards.maxEditRatio(0.5)));
        }
    }

    @Nested
    class AJudge extends Civil {

        @Override
        Aligner create() {
            return new JudgedAligner(
                    new WindowedAligner(completing(), 60, 40),
                    (request, candidates, context) -> new AnswerJudge.Verdict(1, TokenUsage.NONE));
        }
    }

    @Nested
    class Rounds extends Civil {

        @Override
        Aligner create() {
            return new RepeatingAligner(new WindowedAligner(completing(), 60, 40), 3);
        }
    }

    @Nested
    class AStack extends Civil {

        @Override
        Aligner create() {
            return AlignerStack.builder("both")
                    .layer("first", ScriptedAligner.replacing("damn manual", "manual"))
                    .layer("second", new WindowedAligner(completing(), 60, 40))
                    .build();
        }
    }

    @Nested
    class AStackThatRefuses extends Civil {

        @Override
        Aligner create() {
            return AlignerStack.builder("refusing")
                    .layer(Layer.of("only", scripted()).withFailurePolicy(FailurePolicy.refuse("No.")))
                    .build();
        }

        @Override
        protected boolean keepsDeadlines() {
            return false;
        }
    }

    private static ScriptedAligner scripted() {
        return ScriptedAligner.replacing("damn", "darn");
    }

    /** A template whose prediction is the answer, so that the model can be scripted by it. */
    private static Aligner completing() {
        return CompletionAligner.builder(
                        CorrectionTemplates.ALIGNER_7B,
                        ScriptedCompletionModel.completing(
                                request -> request.prediction().replace("damn", "darn")))
                .build();
    }

    /** A chat model that edits and finds fault by what the prompt's tags say, and selects the last candidate. */
    private static PromptedAligner.Builder prompted(String prompt) {
        return PromptedAligner.builder(
                Prompts.byName(prompt), ScriptedChatCompletionModel.replying(CoreAlignersContractTest::reply));
    }

    private static String reply(ChatCompletionRequest request) {
        String user = request.messages().get(1).text();
        if (user.contains("Candidate 1:")) {
            return String.valueOf(user.lastIndexOf("Candidate 2:") > 0 ? 2 : 1);
        }
        int start = user.lastIndexOf("<answer>\n") + "<answer>\n".length();
        String answer = user.substring(start, user.lastIndexOf("\n</answer>"));
        boolean feedback = user.endsWith("Reply with your points, or with UNCHANGED.")
                || user.endsWith("Reply with your feedback, or with UNCHANGED.");
        if (!answer.contains("damn")) {
            return "UNCHANGED";
        }
        return feedback ? "- It swears." : answer.replace("damn", "darn");
    }
}
