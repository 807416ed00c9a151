// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import dev.langchain4j.model.chat.request.DefaultChatRequestParameters;
import dev.langchain4j.model.chat.request.ResponseFormat;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.model.output.FinishReason;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.answer.StructuredOutputPolicy;
import io.github.aligner4j.answer.ThinkingPolicy;
import io.github.aligner4j.answer.ToolCallTextPolicy;
import io.github.aligner4j.testkit.ScriptedAligner;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Must-dos 6 and 7: what is corrected, what passes, what is dropped. */
class AnswerPolicyTest {

    private static final ToolExecutionRequest CALL = ToolExecutionRequest.builder()
            .id("call-1")
            .name("weather")
            .arguments("{\"city\":\"idiot\"}")
            .build();

    private final ScriptedAligner civil = ScriptedAligner.replacing("idiot", "friend");

    @Test
    void an_answer_without_text_passes() {
        ChatResponse toolCallOnly =
                ChatResponse.builder().aiMessage(AiMessage.from(CALL)).build();
        ChatResponse blank = ScriptedChatModel.response(" \n");

        assertThat(aligned(toolCallOnly, AlignmentOptions.DEFAULT)).isSameAs(toolCallOnly);
        assertThat(aligned(blank, AlignmentOptions.DEFAULT)).isSameAs(blank);
        assertThat(civil.requests()).isEmpty();
    }

    @Test
    void a_filtered_answer_passes() {
        ChatResponse filtered = ChatResponse.builder()
                .aiMessage(AiMessage.from("idiot"))
                .finishReason(FinishReason.CONTENT_FILTER)
                .build();

        assertThat(aligned(filtered, AlignmentOptions.DEFAULT)).isSameAs(filtered);
    }

    @Test
    void an_answer_that_was_cut_off_is_corrected() {
        ChatResponse cut = ChatResponse.builder()
                .aiMessage(AiMessage.from("you idiot and"))
                .finishReason(FinishReason.LENGTH)
                .build();

        assertThat(aligned(cut, AlignmentOptions.DEFAULT).aiMessage().text()).isEqualTo("you friend and");
    }

    @Test
    void text_beside_a_tool_call_passes_is_dropped_or_is_corrected_and_the_call_never_changes() {
        ChatResponse response = ChatResponse.builder()
                .aiMessage(AiMessage.from("wait, idiot", List.of(CALL)))
                .build();

        assertThat(aligned(response, AlignmentOptions.DEFAULT.withToolCallText(ToolCallTextPolicy.PASS)))
                .isSameAs(response);
        assertToolTurn(aligned(response, AlignmentOptions.DEFAULT.withToolCallText(ToolCallTextPolicy.DROP)), null);
        assertToolTurn(aligned(response, AlignmentOptions.DEFAULT), "wait, friend");
    }

    private static void assertToolTurn(ChatResponse response, @Nullable String text) {
        assertThat(response.aiMessage().text()).isEqualTo(text);
        assertThat(response.aiMessage().toolExecutionRequests()).containsExactly(CALL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\": \"you idiot\"}|{\"a\": \"you friend\"}",
                "```json\\n[\"an idiot\", \"idiot\"]\\n```|```json\\n[\"an friend\", \"friend\"]\\n```",
                "Sure, idiot:\\n```json\\n{\"a\":1.50}\\n```|Sure, friend:\\n```json\\n{\"a\":1.50}\\n```",
                "Sure: {\"an idiot\":null} Bye, idiot.|Sure: {\"an friend\":null} Bye, friend."
            })
    void json_that_no_program_asked_for_keeps_its_structure_and_nothing_else(String json, String corrected) {
        String question = "Answer in JSON.\nYou must answer strictly in the following JSON format: {}";

        assertThat(AlignedChatModel.wrap(new ScriptedChatModel(json.translateEscapes()), civil)
                        .chat(question))
                .isEqualTo(corrected.translateEscapes());
    }

    @Test
    void a_number_or_a_truth_value_has_nothing_to_correct() {
        for (String scalar : List.of("42", "-1.5\n", "true", "2026-11-28")) {
            assertThat(AlignedChatModel.wrap(new ScriptedChatModel(scalar), civil)
                            .chat("hi"))
                    .isEqualTo(scalar);
        }
        assertThat(civil.requests()).isEmpty();
    }

    @Test
    void sixteen_kilobytes_of_an_open_fence_end_at_once() {
        String open = "```json" + "\n".repeat(16_000);

        assertThat(AlignedChatModel.wrap(new ScriptedChatModel(open), civil).chat("hi"))
                .isEqualTo(open);
    }

    @Test
    void thinking_in_the_text_is_no_answer_and_stays_or_goes() {
        String text = "<think>\nAn idiot asks.\n</think>\n\nYou idiot.";

        assertThat(aligned(ScriptedChatModel.response(text), AlignmentOptions.DEFAULT)
                        .aiMessage()
                        .text())
                .isEqualTo("<think>\nAn idiot asks.\n</think>\n\nYou friend.");
        assertThat(civil.requests()).extracting(CorrectionRequest::answer).containsExactly("You idiot.");
        assertThat(aligned(ScriptedChatModel.response(text), AlignmentOptions.DEFAULT.withThinking(ThinkingPolicy.DROP))
                        .aiMessage()
                        .text())
                .isEqualTo("You friend.");
    }

    @Test
    void thinking_that_the_prompt_opened_is_thinking_if_the_program_says_so() {
        String text = "An idiot asks.\n</think>\nYou idiot.";

        assertThat(aligned(ScriptedChatModel.response(text), AlignmentOptions.DEFAULT.withThinkingOpened(true))
                        .aiMessage()
                        .text())
                .isEqualTo("An idiot asks.\n</think>\nYou friend.");
        assertThat(aligned(ScriptedChatModel.response(text), AlignmentOptions.DEFAULT)
                        .aiMessage()
                        .text())
                .doesNotContain("idiot");
    }

    @Test
    void thinking_in_the_text_beside_a_tool_call_needs_no_answer_behind_it() {
        ChatResponse response = ChatResponse.builder()
                .aiMessage(AiMessage.from("<think>Look it up, idiot.</think>", List.of(CALL)))
                .build();

        assertThat(aligned(response, AlignmentOptions.DEFAULT)).isSameAs(response);
        assertToolTurn(aligned(response, AlignmentOptions.DEFAULT.withThinking(ThinkingPolicy.DROP)), "");
    }

    @Test
    void an_answer_passes_if_the_request_asks_for_json() {
        ScriptedChatModel upstream = new ScriptedChatModel("\"idiot\"");
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .responseFormat(ResponseFormat.JSON)
                .build();

        assertThat(AlignedChatModel.wrap(upstream, civil)
                        .chat(request)
                        .aiMessage()
                        .text())
                .isEqualTo("\"idiot\"");
    }

    @Test
    void an_answer_passes_if_the_upstream_models_defaults_ask_for_json() {
        ScriptedChatModel upstream = new ScriptedChatModel("\"idiot\"");
        upstream.defaults = json();
        ScriptedChatModel unmerged = new ScriptedChatModel("\"idiot\"") {
            @Override
            public ChatResponse chat(ChatRequest request) {
                return super.chat(request);
            }
        };
        unmerged.defaults = json();

        assertThat(AlignedChatModel.wrap(upstream, civil).chat("hi")).isEqualTo("\"idiot\"");
        assertThat(AlignedChatModel.wrap(unmerged, civil).chat("hi")).isEqualTo("\"idiot\"");
    }

    @Test
    void an_answer_is_corrected_if_the_request_overrides_defaults_that_ask_for_json() {
        ScriptedChatModel upstream = new ScriptedChatModel("you idiot");
        upstream.defaults = json();
        ChatRequest request = ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .responseFormat(ResponseFormat.TEXT)
                .build();

        assertThat(AlignedChatModel.wrap(upstream, civil)
                        .chat(request)
                        .aiMessage()
                        .text())
                .isEqualTo("you friend");
    }

    @Test
    void words_that_a_user_wrote_make_no_answer_structured() {
        String question = "Is he?\nYou must answer strictly with one of these enums:\nidiot\nsage";

        assertThat(AlignedChatModel.wrap(new ScriptedChatModel("idiot\n"), civil)
                        .chat(question))
                .isEqualTo("friend\n");
    }

    @Test
    void values_are_corrected_one_by_one_and_the_rest_of_the_json_stays() {
        String json =
                "```json\n{ \"idiot\": \"idiot\", \"n\": 1.50,\n  \"say\": [\"you idiot\", \"no \\\"idiot\\\"\"]}\n```";

        ChatResponse response = aligned(
                ScriptedChatModel.response(json),
                AlignmentOptions.DEFAULT.withStructuredOutput(StructuredOutputPolicy.VALUES));

        assertThat(response.aiMessage().text())
                .isEqualTo("```json\n{ \"idiot\": \"idiot\", \"n\": 1.50,\n  \"say\": [\"you friend\", \"no"
                        + " \\\"friend\\\"\"]}\n```");
        assertThat(civil.requests()).extracting(CorrectionRequest::answer).containsExactly("you idiot", "no \"idiot\"");
    }

    @Test
    void a_negative_conversation_depth_is_refused() {
        assertThatThrownBy(() -> AlignmentOptions.DEFAULT.withConversationDepth(-1))
                .hasMessage("conversation-depth must be at least 0 (0 shows the question only), but was -1");
    }

    private ChatResponse aligned(ChatResponse response, AlignmentOptions options) {
        ChatRequest request =
                ChatRequest.builder().messages(UserMessage.from("hi")).build();
        return AlignedChatModel.builder(new ScriptedChatModel(response), civil)
                .options(options)
                .build()
                .chat(request);
    }

    private static ChatRequestParameters json() {
        return DefaultChatRequestParameters.builder()
                .responseFormat(ResponseFormat.JSON)
                .build();
    }
}
