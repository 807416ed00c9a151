// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.testkit.boot;

import dev.langchain4j.model.chat.ChatModel;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionCancelledException;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.DelegatingAligner;
import io.github.aligner4j.completion.ModelOverloadedException;
import io.github.aligner4j.langchain4j.AlignedChatModel;
import io.github.aligner4j.llm.CompletionAligner;
import io.github.aligner4j.prompted.PromptedAligner;
import io.github.aligner4j.prompted.Prompts;
import io.github.aligner4j.template.CorrectionTemplates;
import io.github.aligner4j.testkit.AlignerContract;
import io.github.aligner4j.testkit.ScriptedAligner;
import io.github.aligner4j.testkit.ScriptedChatCompletionModel;
import io.github.aligner4j.testkit.ScriptedCompletionModel;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The snippets of docs/guide/testing.md, compiled and run. */
class TestingGuideTest {

    private final ChatModel model = new ChatConfiguration.RudeModel();
    private final CorrectionRequest request = CorrectionRequest.of("Well?", "Wait, damn it!");

    @Test
    void a_scripted_aligner_corrects_and_records() {
        ScriptedAligner aligner = ScriptedAligner.replacing("damn", "darn");
        ChatModel aligned = AlignedChatModel.wrap(model, aligner);

        assertThat(aligned.chat("Well?")).isEqualTo("darn it");
        assertThat(aligner.requests()).extracting(CorrectionRequest::question).containsExactly("Well?");
    }

    @Test
    void a_call_can_fail() {
        ScriptedAligner aligner = ScriptedAligner.unchanged().failNext(new ModelOverloadedException(4));
        ChatModel aligned = AlignedChatModel.wrap(model, aligner);

        assertThatThrownBy(() -> aligned.chat("Well?"))
                .isInstanceOfSatisfying(
                        AlignerException.class, e -> assertThat(e.retryable()).isTrue());
        assertThat(aligned.chat("Well?")).isEqualTo("damn it");
    }

    @Test
    void a_blocked_call_can_be_cancelled() {
        ScriptedAligner aligner = ScriptedAligner.unchanged().block();
        Cancellation cancellation = Cancellation.create();
        CompletableFuture<Correction> call = CompletableFuture.supplyAsync(
                () -> aligner.correct(request, CorrectionContext.DEFAULT.withCancellation(cancellation)));
        aligner.awaitRequests(1);
        cancellation.cancel();

        assertThatThrownBy(call::join).hasCauseInstanceOf(CorrectionCancelledException.class);
    }

    @Test
    void a_scripted_model_stands_in_for_a_language_model() {
        ScriptedCompletionModel model = ScriptedCompletionModel.answering("Please wait.");
        Aligner aligner =
                CompletionAligner.builder(CorrectionTemplates.ALIGNER_7B, model).build();

        assertThat(aligner.correct(request).answer()).isEqualTo("Please wait.");
        assertThat(model.requests().get(0).prediction()).isEqualTo(request.answer());
    }

    @Test
    void a_scripted_chat_model_stands_in_for_that_of_a_prompted_aligner() {
        ScriptedChatCompletionModel chatModel =
                ScriptedChatCompletionModel.answeringInOrder(List.of("- rude", "Please wait.", "UNCHANGED"));
        Aligner refining = PromptedAligner.builder(Prompts.byName("self-refine"), chatModel)
                .build();

        assertThat(refining.correct(request).answer()).isEqualTo("Please wait.");
        assertThat(chatModel.requests()).hasSize(3);
    }

    @Nested
    @AlignerTest
    @Import(ChatConfiguration.class)
    class CivilChatTest {

        @Autowired
        ScriptedAligners aligners;

        @Autowired
        ChatModel model;

        @Test
        void answers_are_corrected() {
            aligners.get("civility").correctBy(request -> request.answer().replace("damn", "darn"));

            assertThat(model.chat("Well?")).isEqualTo("darn it");
        }
    }

    @Nested
    class PoliteAlignerTest extends AlignerContract {

        private final Aligner aligner = new PoliteAligner();

        @Override
        protected Aligner aligner() {
            return aligner;
        }

        @Override
        protected CorrectionRequest changedRequest() {
            return CorrectionRequest.of("Well?", "Read the damn manual.");
        }

        @Override
        protected CorrectionRequest unchangedRequest() {
            return CorrectionRequest.of("Well?", "It is in the box.");
        }
    }

    private static final class PoliteAligner extends DelegatingAligner {

        PoliteAligner() {
            super(ScriptedAligner.replacing("damn", "darn"));
        }
    }
}
