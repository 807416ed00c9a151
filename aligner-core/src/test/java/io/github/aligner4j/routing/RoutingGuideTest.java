// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.routing;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Detector;
import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.prompted.PromptDetector;
import io.github.aligner4j.prompted.PromptedJudge;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The snippets of docs/guide/routing.md. */
class RoutingGuideTest {

    private final Aligner german = adding(" Bitte.");
    private final Aligner careful = adding(" Ask a doctor.");
    private final Aligner prices = adding(" VAT included.");
    private final Aligner civil = adding(" Please.");
    private final Aligner kind = adding(" Kindly.");
    private final Aligner brief = Aligner.of(request -> "Short.");
    private final ChatCompletionModel chatModel = request -> {
        boolean judges = request.messages().get(1).text().contains("Candidate 3:");
        String reply = judges ? "3" : "anything else";
        return new Completion(reply, FinishReason.STOP, TokenUsage.NONE, CompletionTimings.NONE);
    };

    private static Aligner adding(String words) {
        return Aligner.of(request -> request.answer() + words);
    }

    @Test
    void routes_are_chained() {
        Detector language = OpenNlpLanguageDetector.load().among(Set.of("de", "en"));
        Detector topic = new PromptDetector(chatModel, List.of("medical advice", "legal advice", "anything else"));
        Aligner router = AspectRouter.builder()
                .route(Route.detected("german", language, "de", 0.6, german))
                .route(Route.detected("medical", topic, "medical advice", 1, careful))
                .route(Route.answerMatches("prices", Pattern.compile("\\d+ ?€"), prices))
                .merge(RouteMerge.CHAIN)
                .otherwise(civil)
                .build();

        assertThat(router.correct(CorrectionRequest.of("Was kostet das?", "Das kostet heute nur noch 5 € im Laden."))
                        .answer())
                .isEqualTo("Das kostet heute nur noch 5 € im Laden. Bitte. VAT included.");
        assertThat(router.correct(CorrectionRequest.of("How?", "You should hold the button down for a while."))
                        .answer())
                .isEqualTo("You should hold the button down for a while. Please.");
    }

    @Test
    void a_judge_picks() {
        Aligner router = AspectRouter.builder()
                .route(Route.when("kind", request -> true, kind))
                .route(Route.when("brief", request -> true, brief))
                .merge(RouteMerge.JUDGE)
                .judge(PromptedJudge.of(chatModel))
                .build();

        assertThat(router.correct(CorrectionRequest.of("How?", "Hold it.")).answer())
                .isEqualTo("Short.");
    }
}
