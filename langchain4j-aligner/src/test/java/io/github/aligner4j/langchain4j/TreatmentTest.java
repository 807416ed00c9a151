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
import io.github.aligner4j.langchain4j.AlignmentOptions.StructuredOutput;
import io.github.aligner4j.langchain4j.AlignmentOptions.ToolTurnText;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Must-dos 6 and 7: what is corrected, what passes, what is dropped. */
class TreatmentTest {

    private static final ToolExecutionRequest CALL = ToolExecutionRequest.builder()
            .id("call-1")
            .name("weather")
            .arguments("{\"city\":\"idiot\"}")
            .build();

    private final CivilAligner civil = new CivilAligner();

    @Test
    void an_answer_without_text_passes() {
        ChatResponse toolCallOnly =
                ChatResponse.builder().aiMessage(AiMessage.from(CALL)).build();
        ChatResponse blank = ScriptedChatModel.response(" \n");

        assertThat(aligned(toolCallOnly, AlignmentOptions.DEFAULT)).isSameAs(toolCallOnly);
        assertThat(aligned(blank, AlignmentOptions.DEFAULT)).isSameAs(blank);
        assertThat(civil.requests).isEmpty();
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

        assertThat(aligned(response, AlignmentOptions.DEFAULT.withToolTurnText(ToolTurnText.PASS)))
                .isSameAs(response);
        assertToolTurn(aligned(response, AlignmentOptions.DEFAULT.withToolTurnText(ToolTurnText.DROP)), null);
        assertToolTurn(aligned(response, AlignmentOptions.DEFAULT), "wait, friend");
    }

    private static void assertToolTurn(ChatResponse response, @Nullable String text) {
        assertThat(response.aiMessage().text()).isEqualTo(text);
        assertThat(response.aiMessage().toolExecutionRequests()).containsExactly(CALL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\": \"you idiot\"}", "```json\n[\"an idiot\"]\n```"})
    void an_answer_that_is_json_passes_even_if_nothing_in_the_request_asked_for_it(String json) {
        assertThat(aligned(ScriptedChatModel.response(json), AlignmentOptions.DEFAULT)
                        .aiMessage()
                        .text())
                .isEqualTo(json);
        assertThat(civil.requests).isEmpty();
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
    void scalars_pass_if_langchain4j_asked_for_them_and_prose_does_not() {
        String question = "Is he?\nYou must answer strictly with one of these enums:\nidiot\nsage";

        assertThat(AlignedChatModel.wrap(new ScriptedChatModel("idiot\n"), civil)
                        .chat(question))
                .isEqualTo("idiot\n");
        assertThat(AlignedChatModel.wrap(new ScriptedChatModel("you idiot"), civil)
                        .chat(question))
                .isEqualTo("you friend");
        assertThat(AlignedChatModel.wrap(new ScriptedChatModel("idiot"), civil).chat("Is he?"))
                .isEqualTo("friend");
    }

    @Test
    void values_are_corrected_one_by_one_and_the_rest_of_the_json_stays() {
        String json =
                "```json\n{ \"idiot\": \"idiot\", \"n\": 1.50,\n  \"say\": [\"you idiot\", \"no \\\"idiot\\\"\"]}\n```";

        ChatResponse response = aligned(
                ScriptedChatModel.response(json),
                AlignmentOptions.DEFAULT.withStructuredOutput(StructuredOutput.VALUES));

        assertThat(response.aiMessage().text())
                .isEqualTo("```json\n{ \"idiot\": \"idiot\", \"n\": 1.50,\n  \"say\": [\"you friend\", \"no"
                        + " \\\"friend\\\"\"]}\n```");
        assertThat(civil.answers()).containsExactly("you idiot", "no \"idiot\"");
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
