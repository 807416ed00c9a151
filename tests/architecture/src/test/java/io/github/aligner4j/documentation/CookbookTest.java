// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.documentation;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.service.AiServices;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionListener;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.FailurePolicy;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerMode;
import io.github.aligner4j.LayerTrace;
import io.github.aligner4j.Rollout;
import io.github.aligner4j.RolloutState;
import io.github.aligner4j.answer.AnswerCorrector;
import io.github.aligner4j.answer.AnswerPolicy;
import io.github.aligner4j.answer.StreamingPolicy;
import io.github.aligner4j.answer.StructuredOutputPolicy;
import io.github.aligner4j.autoconfigure.AlignerChains;
import io.github.aligner4j.cache.CachingAligner;
import io.github.aligner4j.langchain4j.AlignedChatModel;
import io.github.aligner4j.langchain4j.AlignedStreamingChatModel;
import io.github.aligner4j.langchain4j.AlignerOutputGuardrail;
import io.github.aligner4j.langchain4j.AlignmentOptions;
import io.github.aligner4j.langchain4j.AlignmentParameters;
import io.github.aligner4j.langchain4j.LangChain4jChatCompletionModel;
import io.github.aligner4j.observation.MicrometerCorrectionListener;
import io.github.aligner4j.policy.Gates;
import io.github.aligner4j.prompted.PromptedAligner;
import io.github.aligner4j.prompted.Prompts;
import io.github.aligner4j.routing.OpenNlpLanguageDetector;
import io.github.aligner4j.testkit.ScriptedAligner;
import io.github.aligner4j.text.Edit;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/** The recipes of docs/guide/cookbook.md for LangChain4j and for plain Java. */
class CookbookTest {

    private static final String RUDE = "Read the damn manual.";
    private static final String CIVIL = "Read the manual.";
    private static final String ADVICE = RUDE + "\n\nThis is no legal advice.";

    private final List<String> log = new CopyOnWriteArrayList<>();
    private final ChatModel model = Upstream.saying(RUDE);
    private final ScriptedAligner aligner = ScriptedAligner.replacing("damn ", "");
    private final Aligner civility = aligner;
    private final Aligner disclaimer = new Recipes().disclaimer();

    /** LangChain4j implements it. */
    interface Assistant {
        String answer(String question);
    }

    /** Beans of an application. */
    static final class Recipes {

        @Bean
        Aligner disclaimer() {
            return Aligner.of(request -> request.answer() + "\n\nThis is no legal advice.");
        }
    }

    static final class Masking implements Aligner {

        @Override
        public Correction correct(CorrectionRequest request, CorrectionContext context) {
            return Correction.of(request.answer(), request.answer().replaceAll("\\d{4,}", "#"));
        }

        @Override
        public boolean supportsWindows() {
            return true; // needs no more than one sentence at a time
        }
    }

    static final class MailTools {

        private final Aligner aligner;
        private final List<String> outbox = new ArrayList<>();

        MailTools(Aligner aligner) {
            this.aligner = aligner;
        }

        @Tool("Sends a mail to the customer")
        void sendMail(String text) {
            outbox.add(aligner.correct(CorrectionRequest.of("", text)).answer());
        }
    }

    @Test
    void one_request_is_not_corrected() {
        ChatModel aligned = AlignedChatModel.wrap(model, aligner);

        ChatResponse raw = aligned.chat(ChatRequest.builder()
                .messages(UserMessage.from("How?"))
                .parameters(AlignmentParameters.builder().skip(true).build())
                .build());

        assertThat(raw.aiMessage().text()).isEqualTo(RUDE);
    }

    @Test
    void a_listener_sees_the_edits() {
        ChatModel aligned = AlignedChatModel.builder(model, aligner)
                .onCorrection((request, correction) -> {
                    for (Edit edit : correction.edits()) {
                        log.add(edit.original() + "-> " + edit.corrected());
                    }
                })
                .build();

        assertThat(aligned.chat("How?")).isEqualTo(CIVIL);
        assertThat(log).containsExactly("damn -> ");
    }

    @Test
    void a_listener_of_a_stack_sees_failures() {
        CorrectionListener alarm = (chain, request, event) -> {
            if (event.trace().outcome() == LayerTrace.Outcome.FAILED_OPEN) {
                log.add(chain + "/" + event.trace().name() + " let an answer through: "
                        + event.trace().detail());
            }
        };
        AlignerStack stack = AlignerStack.builder("support")
                .layer(Layer.of("civility", ScriptedAligner.failing(new AlignerException("too busy")))
                        .withFailurePolicy(FailurePolicy.failOpen()))
                .listener(alarm)
                .build();

        assertThat(AlignedChatModel.wrap(model, stack).chat("How?")).isEqualTo(RUDE);
        assertThat(log).hasSize(1).first().asString().startsWith("support/civility let an answer through: ");
    }

    @Test
    void an_aligner_is_a_function() {
        Aligner disclaimer = Aligner.of(request -> request.answer() + "\n\nThis is no legal advice.");

        assertThat(AlignedChatModel.wrap(model, disclaimer).chat("May I?")).isEqualTo(ADVICE);
    }

    @Test
    void layers_are_stacked() {
        AlignerStack stack = AlignerStack.builder("support")
                .layer(Layer.of("civility", civility).withFailurePolicy(FailurePolicy.refuse("I can't answer that.")))
                .layer("disclaimer", disclaimer)
                .build();

        assertThat(AlignedChatModel.wrap(model, stack).chat("May I?"))
                .isEqualTo(CIVIL + "\n\nThis is no legal advice.");
    }

    @Test
    void a_request_chooses_its_chain() {
        ChatModel aligned = AlignedChatModel.builder(model, civility)
                .chains(Map.of("legal", disclaimer))
                .build();
        ChatResponse response = aligned.chat(ChatRequest.builder()
                .messages(UserMessage.from("May I?"))
                .parameters(AlignmentParameters.builder().chain("legal").build())
                .build());

        assertThat(response.aiMessage().text()).isEqualTo(ADVICE);
        assertThat(aligned.chat("May I?")).isEqualTo(CIVIL);
    }

    @Test
    void a_layer_begins_in_the_shadow() {
        Rollout rollout = Rollout.of(new RolloutState(LayerMode.SHADOW, 1));
        AlignerStack stack = AlignerStack.builder("support")
                .layer(Layer.of("civility", civility).withRollout(rollout))
                .build();
        rollout.set(new RolloutState(LayerMode.CANARY, 0.05)); // from now on, for 5 % of the users

        assertThat(stack.layers().get(0).rollout().state().share()).isEqualTo(0.05);
    }

    @Test
    void a_stream_is_corrected_by_sentence() {
        StreamingChatModel model = Upstream.streaming("Read it. Call 55512345.");
        Aligner aligner = new Masking();

        StreamingChatModel aligned = AlignedStreamingChatModel.builder(model, aligner)
                .options(AlignmentOptions.DEFAULT.withStreaming(StreamingPolicy.SENTENCE))
                .build();

        assertThat(Upstream.text(aligned)).isEqualTo("Read it. Call #.");
    }

    @Test
    void a_request_has_a_deadline() {
        List<Instant> deadlines = new ArrayList<>();
        Aligner aligner = (request, context) -> {
            deadlines.add(context.deadline().orElseThrow());
            return Correction.of(request.answer(), CIVIL);
        };

        ChatRequestParameters parameters = AlignmentParameters.builder()
                .deadline(Instant.now().plusSeconds(5))
                .build();
        ChatRequest chatRequest = ChatRequest.builder()
                .messages(UserMessage.from("How?"))
                .parameters(parameters)
                .build();

        assertThat(AlignedChatModel.wrap(model, aligner)
                        .chat(chatRequest)
                        .aiMessage()
                        .text())
                .isEqualTo(CIVIL);
        assertThat(deadlines).hasSize(1);
    }

    @Test
    void a_correction_is_cancelled() {
        CorrectionRequest request = CorrectionRequest.of("How?", RUDE);
        Executor executor = task -> log.add("begun");

        Cancellation cancellation = Cancellation.create();
        CorrectionContext context = CorrectionContext.DEFAULT
                .withCancellation(cancellation)
                .withDeadline(Instant.now().plusSeconds(5));
        executor.execute(() -> aligner.correct(request, context));
        cancellation.cancel(); // from any thread; the call ends with a CorrectionCancelledException

        assertThat(log).containsExactly("begun");
        assertThat(context.cancellation().isCancelled()).isTrue();
    }

    @Test
    void a_cache_remembers_corrections() {
        Aligner cached = CachingAligner.builder(aligner)
                .maximumSize(10_000)
                .expireAfterAccess(Duration.ofHours(1))
                .build();

        ChatModel aligned = AlignedChatModel.wrap(model, cached);
        assertThat(List.of(aligned.chat("How?"), aligned.chat("How?"))).containsOnly(CIVIL);
        assertThat(aligner.requests()).hasSize(1);
    }

    @Test
    void a_stack_is_measured() {
        MeterRegistry registry = new SimpleMeterRegistry();

        AlignerStack stack = AlignerStack.builder("support")
                .layer("civility", aligner)
                .listener(new MicrometerCorrectionListener(registry))
                .build();

        AlignedChatModel.wrap(model, stack).chat("How?");
        assertThat(registry.get("aligner.layer").timer().count()).isEqualTo(1);
    }

    @Test
    void any_text_is_corrected() {
        AlignerChains chains = new AlignerChains(Map.of("default", AlignerStack.of("default", aligner)));
        String draft = RUDE;

        Correction correction = chains.get("default").correct(CorrectionRequest.of("Write to Ada.", draft));
        String mail = correction.answer();

        assertThat(mail).isEqualTo(CIVIL);
    }

    @Test
    void json_keeps_its_structure() {
        AnswerCorrector corrector = new AnswerCorrector(aligner);
        Correction correction = corrector.correct(
                CorrectionRequest.of(
                        "Write to Ada.", "{\"to\": \"ada@example.org\", \"text\": \"Read the damn manual.\"}"),
                CorrectionContext.DEFAULT,
                AnswerPolicy.DEFAULT);

        assertThat(correction.answer()).isEqualTo("{\"to\": \"ada@example.org\", \"text\": \"Read the manual.\"}");
    }

    @Test
    void a_tool_corrects_what_it_sends() {
        MailTools tools = new MailTools(aligner);

        tools.sendMail(RUDE);

        assertThat(tools.outbox).containsExactly(CIVIL);
    }

    @Test
    void values_of_json_are_corrected() {
        ChatModel model = Upstream.saying("{\"hint\":\"" + RUDE + "\"}");

        ChatModel aligned = AlignedChatModel.builder(model, aligner)
                .options(AlignmentOptions.DEFAULT.withStructuredOutput(StructuredOutputPolicy.VALUES))
                .build();

        assertThat(aligned.chat("As JSON, how?")).isEqualTo("{\"hint\":\"" + CIVIL + "\"}");
    }

    @Test
    void other_languages_pass() {
        Layer english =
                Layer.of("civility", civility).withGate(Gates.language(OpenNlpLanguageDetector.load(), "en", 0.5));
        AlignerStack stack = AlignerStack.builder("english").layer(english).build();
        String german = "Lies gefälligst das damn Handbuch, dort steht alles, was du über die Maschine wissen musst.";

        assertThat(stack.correct(CorrectionRequest.of("Wie?", german)).changed())
                .isFalse();
        assertThat(stack.correct(CorrectionRequest.of("How?", "You should read the damn manual of this machine."))
                        .answer())
                .isEqualTo("You should read the manual of this machine.");
    }

    @Test
    void an_output_guardrail_corrects() {
        Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(model)
                .outputGuardrails(new AlignerOutputGuardrail(aligner))
                .build();

        assertThat(assistant.answer("How?")).isEqualTo(CIVIL);
    }

    @Test
    void tests_need_no_model() {
        ScriptedAligner aligner = ScriptedAligner.replacing("damn ", "");
        ChatModel aligned = AlignedChatModel.wrap(model, aligner);

        assertThat(aligned.chat("How?")).isEqualTo("Read the manual.");
        assertThat(aligner.requests()).hasSize(1);
    }

    @Test
    void a_chat_model_corrects_itself() {
        Aligner editor = PromptedAligner.builder(Prompts.byName("rewrite"), LangChain4jChatCompletionModel.of(model))
                .principles(List.of("Answers are brief and never rude."))
                .build();

        assertThat(editor.correct(CorrectionRequest.of("How?", "Go away.")).answer())
                .isEqualTo(RUDE);
    }

    @Test
    void an_executor_of_the_application_corrects_streams() {
        StreamingChatModel model = Upstream.streaming(RUDE);
        Executor executor = task -> new Thread(task).start();

        StreamingChatModel aligned = AlignedStreamingChatModel.builder(model, aligner)
                .executor(executor) // Executors.newVirtualThreadPerTaskExecutor() on Java 21 to 23
                .build();

        assertThat(Upstream.text(aligned)).isEqualTo(CIVIL);
    }
}
