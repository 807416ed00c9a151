// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerException;
import io.github.aligner4j.Correction;
import io.github.aligner4j.CorrectionContext;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.springai.RequestParametersTest.Way;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.ChatClientMessageAggregator;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.memory.MessageWindowChatMemory;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;

import static io.github.aligner4j.springai.AlignerAdvisorCallTest.require;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A layer has the upstream model answer again, through the rest of the advisor chain. */
class RepromptTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String MESSAGE = "Answer without insults.";

    private final List<CorrectionRequest> requests = new CopyOnWriteArrayList<>();
    private final List<Boolean> possible = new CopyOnWriteArrayList<>();
    private final ChatMemory memory = MessageWindowChatMemory.builder().build();

    /** Has the upstream model answer until there is no insult left. */
    private final Aligner asking = new Aligner() {
        @Override
        public Correction correct(CorrectionRequest request, CorrectionContext context) {
            requests.add(request);
            possible.add(context.upstream().isPresent());
            String answer = request.answer();
            while (answer.contains("idiot") && context.upstream().isPresent()) {
                answer = context.upstream().get().reprompt(MESSAGE);
            }
            String corrected = answer.toUpperCase(Locale.ROOT);
            context.emit(corrected);
            return Correction.of(request.answer(), corrected);
        }
    };

    private ChatClient client(ScriptedModel model) {
        return ChatClient.builder(model)
                .defaultAdvisors(AlignerAdvisors.of(asking))
                .defaultAdvisors(MessageChatMemoryAdvisor.builder(memory).build())
                .defaultAdvisors(spec -> spec.param(ChatMemory.CONVERSATION_ID, "c"))
                .build();
    }

    private static ChatClientResponse response(Way way, ChatClient client) {
        if (way == Way.CALL) {
            return client.prompt("hi").call().chatClientResponse();
        }
        ChatClientResponse[] whole = new ChatClientResponse[1];
        new ChatClientMessageAggregator()
                .aggregateChatClientResponse(
                        client.prompt("hi").stream().chatClientResponse(), response -> whole[0] = response)
                .blockLast(SOON);
        return require(whole[0]);
    }

    @ParameterizedTest
    @EnumSource
    void the_model_is_asked_again_with_its_answer_and_the_message(Way way) {
        ScriptedModel model = ScriptedModel.saying("you idiot", "dear idiot", "dear friend");

        assertThat(way.answer(client(model).prompt("hi"))).isEqualTo("DEAR FRIEND");

        assertThat(model.prompts).hasSize(3);
        assertThat(messages(model.prompts.get(1)))
                .containsExactly("USER: hi", "ASSISTANT: you idiot", "USER: " + MESSAGE);
        assertThat(messages(model.prompts.get(2)))
                .containsExactly("USER: hi", "ASSISTANT: dear idiot", "USER: " + MESSAGE);
        assertThat(model.prompts).extracting(Prompt::getOptions).doesNotContainNull();
        assertThat(memory.get("c")).extracting(Message::getText).containsExactly("hi", "DEAR FRIEND");
    }

    @ParameterizedTest
    @EnumSource
    void the_last_response_is_kept_with_the_usage_of_all(Way way) {
        ScriptedModel model = new ScriptedModel()
                .turn(reply("you idiot", "r-1", "STOP", 3, 5))
                .turn(reply("dear friend", "r-2", "LENGTH", 30, 50));

        ChatClientResponse response = response(way, client(model));

        ChatResponse reply = require(response.chatResponse());
        assertThat(require(reply.getResult()).getOutput().getText()).isEqualTo("DEAR FRIEND");
        assertThat(reply.getMetadata().getId()).isEqualTo("r-2");
        assertThat(reply.hasFinishReasons(Set.of("LENGTH"))).isTrue();
        assertThat(reply.getMetadata().getUsage().getPromptTokens()).isEqualTo(33);
        assertThat(reply.getMetadata().getUsage().getCompletionTokens()).isEqualTo(55);
        assertThat(reply.getMetadata().getUsage().getTotalTokens()).isEqualTo(88);
        assertThat(AlignerAdvisor.corrections(response)).singleElement().satisfies(correction -> {
            assertThat(correction.original()).isEqualTo("you idiot");
            assertThat(correction.answer()).isEqualTo("DEAR FRIEND");
        });
    }

    @Test
    void a_usage_that_the_last_response_does_not_report_is_that_of_the_others() {
        ScriptedModel model =
                new ScriptedModel().turn(Replies.text("you idiot")).turn(Replies.word("dear "), Replies.word("friend"));

        ChatClientResponse response = response(Way.STREAM, client(model));

        assertThat(require(require(response.chatResponse()).getResult())
                        .getOutput()
                        .getText())
                .isEqualTo("DEAR FRIEND");
        assertThat(require(response.chatResponse()).getMetadata().getUsage().getTotalTokens())
                .isEqualTo(8);
    }

    @ParameterizedTest
    @EnumSource
    void nothing_of_an_answer_that_was_replaced_is_left_in_metadata(Way way) {
        ScriptedModel model = new ScriptedModel()
                .turn(Replies.text("you idiot"))
                .turn(new ChatResponse(
                        List.of(Replies.generation(
                                "dear little friend", Map.of("content", "dear little friend"), "STOP")),
                        ChatResponseMetadata.builder()
                                .keyValue("raw", "{dear little friend}")
                                .build()));

        ChatClientResponse response = response(way, client(model));

        ChatResponse reply = require(response.chatResponse());
        assertThat(reply.toString()).contains("DEAR LITTLE FRIEND").doesNotContain("dear little friend");
    }

    @ParameterizedTest
    @EnumSource
    void thinking_is_neither_sent_back_nor_part_of_the_new_answer(Way way) {
        ScriptedModel model =
                ScriptedModel.saying("<think>an idiot</think>you idiot", "<think>more idiots</think>dear friend");

        assertThat(way.answer(client(model).prompt("hi")))
                .endsWith("DEAR FRIEND")
                .doesNotContain("MORE");
        assertThat(messages(model.prompts.get(1))).contains("ASSISTANT: you idiot");
    }

    @ParameterizedTest
    @EnumSource
    void an_answer_that_can_not_be_corrected_is_refused(Way way) {
        Map<ChatResponse, String> refused = Map.of(
                Replies.toolCall("let me see"), "called tools instead of answering",
                Replies.text(""), "gave no text",
                Replies.text("<think>hm</think>"), "gave no text",
                Replies.of(Replies.generation("I", Map.of(), "content_filter")),
                        "its provider's content filter ended the answer",
                Replies.of(
                                Replies.generation("one", Map.of("index", 0), "STOP"),
                                Replies.generation("two", Map.of("index", 1), "STOP")),
                        "gave 2 answers instead of one");

        refused.forEach((reply, reason) -> {
            ScriptedModel model =
                    new ScriptedModel().turn(Replies.text("you idiot")).turn(reply);
            ChatClient client = ChatClient.builder(model)
                    .defaultAdvisors(AlignerAdvisors.of(asking))
                    .build();
            assertThatThrownBy(() -> way.answer(client.prompt("hi")))
                    .isInstanceOf(AlignerException.class)
                    .hasMessage("the upstream model was asked again and " + reason);
        });
    }

    @ParameterizedTest
    @EnumSource
    void a_failure_of_the_model_is_one_of_the_reprompt(Way way) {
        ScriptedModel model = new ScriptedModel()
                .turn(Replies.text("you idiot"))
                .turn(Flux.error(new IllegalStateException("the prompt was: hi")));

        assertThatThrownBy(() -> way.answer(client(model).prompt("hi")))
                .isInstanceOf(AlignerException.class)
                .hasMessage("the upstream model was asked again and failed: java.lang.IllegalStateException")
                .hasCauseInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @EnumSource
    void several_answers_and_text_beside_tool_calls_can_not_be_replaced(Way way) {
        ScriptedModel several = new ScriptedModel()
                .turn(Replies.of(
                        Replies.generation("one idiot", Map.of("index", 0), "STOP"),
                        Replies.generation("two idiots", Map.of("index", 1), "STOP")));

        way.answer(client(several).prompt("hi"));
        if (way == Way.CALL) {
            Advised.call(asking, Replies.toolCall("let me see, idiot"));
        } else {
            Advised.stream(asking, Replies.toolCall("let me see, idiot"));
        }

        assertThat(possible).containsExactly(false, false, false);
        assertThat(several.prompts).hasSize(1);
    }

    @Test
    void advisors_inside_take_part_in_each_round_and_those_outside_in_one() {
        List<String> inside = new CopyOnWriteArrayList<>();
        ScriptedModel model = ScriptedModel.saying("you idiot", "dear friend");
        Civility second = new Civility();
        ChatClient client = ChatClient.builder(model)
                .defaultAdvisors(AlignerAdvisors.of(asking))
                .defaultAdvisors(AlignerAdvisors.builder(second)
                        .order(AlignerAdvisor.DEFAULT_ORDER + 1)
                        .build())
                .defaultAdvisors(new RoundAdvisor(inside))
                .build();

        assertThat(client.prompt("hi").call().content()).isEqualTo("DEAR FRIEND");
        assertThat(Way.STREAM.answer(client.prompt("hi"))).isEqualTo("DEAR FRIEND");
        assertThat(inside).containsExactly("you idiot", "dear friend", "dear friend");
        assertThat(second.requests).isEmpty();
    }

    @Test
    void thoughts_of_the_new_answer_stream_before_it() {
        Generation thought = new Generation(AssistantMessage.builder()
                .content("hm")
                .properties(Map.of("isThought", true))
                .build());
        ScriptedModel model = new ScriptedModel()
                .turn(Replies.word("you "), Replies.word("idiot"))
                .turn(new ChatResponse(List.of(thought)), Replies.word("dear "), Replies.text("friend"));

        assertThat(client(model).prompt("hi").stream().content().collectList().block(SOON))
                .containsExactly("hm", "DEAR FRIEND");
    }

    private static ChatResponse reply(String text, String id, String finishReason, int prompt, int completion) {
        return new ChatResponse(
                List.of(Replies.generation(text, Map.of(), finishReason)),
                ChatResponseMetadata.builder()
                        .id(id)
                        .usage(new DefaultUsage(prompt, completion))
                        .build());
    }

    private static List<String> messages(Prompt prompt) {
        return prompt.getInstructions().stream()
                .filter(message -> message.getMessageType() != MessageType.SYSTEM)
                .map(message -> message.getMessageType() + ": " + message.getText())
                .toList();
    }
}
