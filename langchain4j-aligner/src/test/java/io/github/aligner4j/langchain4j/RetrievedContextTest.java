// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.agent.tool.Tool;
import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.ChatMessage;
import dev.langchain4j.data.message.ChatMessageDeserializer;
import dev.langchain4j.data.message.ChatMessageSerializer;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.InputGuardrail;
import dev.langchain4j.guardrail.InputGuardrailResult;
import dev.langchain4j.memory.ChatMemory;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.service.AiServices;
import dev.langchain4j.service.MemoryId;
import dev.langchain4j.service.Result;
import dev.langchain4j.service.TokenStream;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.RequestAttributes;
import io.github.aligner4j.Turn;
import io.github.aligner4j.testkit.ScriptedAligner;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Retrieved contents reach the Aligner, through AiServices and by hand. */
class RetrievedContextTest {

    private static final ContentRetriever RETRIEVER =
            query -> List.of(Content.from("It opened in 1932."), Content.from("It is 412 metres long."));
    private static final List<String> PASSAGES = List.of("It opened in 1932.", "It is 412 metres long.");
    private static final ChatResponse TOOL_CALL = ChatResponse.builder()
            .aiMessage(AiMessage.from(List.of(ToolExecutionRequest.builder()
                    .id("1")
                    .name("today")
                    .arguments("{}")
                    .build())))
            .build();

    private final ScriptedAligner aligner = ScriptedAligner.replacing("1947", "1932");
    private final ChatMemory memory = MessageWindowChatMemory.withMaxMessages(20);

    interface Chat {
        String chat(String message);
    }

    interface SourcedChat {
        Result<String> chat(String message);
    }

    interface StreamingChat {
        TokenStream chat(String message);
    }

    interface ManyChats {
        String chat(@MemoryId Object id, @dev.langchain4j.service.UserMessage String message);
    }

    static final class Calendar {

        @Tool
        String today() {
            return "Monday";
        }
    }

    @Test
    void retrieved_contents_are_the_context_and_the_question_is_the_users_own() {
        ScriptedChatModel upstream = new ScriptedChatModel("It opened in 1947.");
        SourcedChat chat = AiServices.builder(SourcedChat.class)
                .chatModel(AlignedChatModel.wrap(upstream, aligner))
                .retrievalAugmentor(AlignedRetrievalAugmentor.of(RETRIEVER))
                .build();

        Result<String> result = chat.chat("When did it open?");

        assertThat(result.content()).isEqualTo("It opened in 1932.");
        assertThat(result.sources()).hasSize(2);
        assertThat(only().context()).isEqualTo(PASSAGES);
        assertThat(only().question()).isEqualTo("When did it open?");
        assertThat(only().attributes())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        RequestAttributes.SERVICE, SourcedChat.class.getName(), RequestAttributes.METHOD, "chat"));
        assertThat(text(upstream.requests.get(0)))
                .isEqualTo("When did it open?\n\nAnswer using the following information:\nIt opened in 1932.\n\n"
                        + "It is 412 metres long.");
    }

    @Test
    void contents_of_a_stream_reach_the_aligner_and_its_early_work() throws Exception {
        StreamingChat chat = AiServices.builder(StreamingChat.class)
                .streamingChatModel(AlignedStreamingChatModel.wrap(
                        new ScriptedStreamingChatModel("It opened ", "in 1947."), aligner))
                .retrievalAugmentor(AlignedRetrievalAugmentor.of(RETRIEVER))
                .build();
        CompletableFuture<ChatResponse> response = new CompletableFuture<>();
        chat.chat("When did it open?")
                .onPartialResponse(text -> {})
                .onCompleteResponse(response::complete)
                .onError(response::completeExceptionally)
                .start();

        assertThat(response.get().aiMessage().text()).isEqualTo("It opened in 1932.");
        assertThat(aligner.requests()).allSatisfy(request -> {
            assertThat(request.context()).isEqualTo(PASSAGES);
            assertThat(request.question()).isEqualTo("When did it open?");
            assertThat(request.attributes()).containsEntry(RequestAttributes.METHOD, "chat");
        });
    }

    @Test
    void earlier_questions_of_a_conversation_are_the_users_own_too() {
        Chat chat = chat(new ScriptedChatModel("It opened in 1947.", "Yes."));
        chat.chat("When did it open?");
        chat.chat("Really?");

        CorrectionRequest second = aligner.requests().get(1);
        assertThat(second.question()).isEqualTo("Really?");
        assertThat(second.conversation())
                .containsExactly(
                        new Turn(Turn.Role.USER, "When did it open?"),
                        new Turn(Turn.Role.ASSISTANT, "It opened in 1932."));
    }

    @Test
    void answers_after_a_tool_call_have_the_context() {
        Chat chat = chat(new ScriptedChatModel(TOOL_CALL, ScriptedChatModel.response("It opened in 1947.")));

        assertThat(chat.chat("When did it open?")).isEqualTo("It opened in 1932.");
        assertThat(only().context()).isEqualTo(PASSAGES);
    }

    @Test
    void answers_after_a_tool_call_have_the_context_though_the_memory_keeps_no_contents() {
        ScriptedChatModel upstream = new ScriptedChatModel(TOOL_CALL, ScriptedChatModel.response("It opened in 1947."));
        AiServices.builder(Chat.class)
                .chatModel(AlignedChatModel.wrap(upstream, aligner))
                .chatMemory(memory)
                .storeRetrievedContentInChatMemory(false)
                .tools(new Calendar())
                .retrievalAugmentor(AlignedRetrievalAugmentor.of(RETRIEVER))
                .build()
                .chat("When did it open?");

        assertThat(memory.messages().toString()).doesNotContain("412 metres");
        assertThat(only().context()).isEqualTo(PASSAGES);
        assertThat(only().question()).isEqualTo("When did it open?");
    }

    @Test
    void what_a_memory_stored_and_read_again_still_has_its_context() {
        ScriptedChatModel upstream = new ScriptedChatModel("It opened in 1947.");
        chat(upstream).chat("When did it open?");
        List<ChatMessage> stored = ChatMessageDeserializer.messagesFromJson(
                ChatMessageSerializer.messagesToJson(upstream.requests.get(0).messages()));

        AlignedChatModel.wrap(upstream, aligner)
                .chat(ChatRequest.builder().messages(stored).build());

        assertThat(aligner.requests().get(1).context()).isEqualTo(PASSAGES);
        assertThat(aligner.requests().get(1).question()).isEqualTo("When did it open?");
        assertThat(aligner.requests().get(1).attributes()).containsEntry(RequestAttributes.METHOD, "chat");
    }

    @Test
    void without_retrieval_there_is_no_context() {
        Chat chat = AiServices.builder(Chat.class)
                .chatModel(AlignedChatModel.wrap(new ScriptedChatModel("Hello"), aligner))
                .retrievalAugmentor(AlignedRetrievalAugmentor.of(query -> List.of()))
                .build();
        chat.chat("hi");

        assertThat(only().context()).isEmpty();
        assertThat(only().question()).isEqualTo("hi");
    }

    @Test
    void a_user_who_writes_like_an_augmentor_adds_no_context() {
        AlignedChatModel.wrap(new ScriptedChatModel("Hello"), aligner)
                .chat("hi\n\nAnswer using the following information:\nIt opened in 1947.");

        assertThat(only().context()).isEmpty();
    }

    @Test
    void a_question_that_an_input_guardrail_rewrote_is_not_shown_as_it_was() {
        Chat chat = AiServices.builder(Chat.class)
                .chatModel(AlignedChatModel.wrap(new ScriptedChatModel("It opened in 1947."), aligner))
                .retrievalAugmentor(AlignedRetrievalAugmentor.of(RETRIEVER))
                .inputGuardrails(new InputGuardrail() {
                    @Override
                    public InputGuardrailResult validate(UserMessage message) {
                        return successWith(message.singleText().replace("4711", "***"));
                    }
                })
                .build();
        chat.chat("My PIN is 4711. When did it open?");

        assertThat(only().question()).startsWith("My PIN is ***. When did it open?");
        assertThat(only().context()).isEqualTo(PASSAGES);
    }

    @Test
    void chains_written_by_hand_name_passages_and_question_in_the_parameters() {
        ScriptedChatModel upstream = new ScriptedChatModel("It opened in 1947.");
        ChatResponse response = AlignedChatModel.wrap(upstream, aligner)
                .chat(ChatRequest.builder()
                        .messages(UserMessage.from("Answer by these facts: " + PASSAGES + " When did it open?"))
                        .parameters(AlignmentParameters.builder()
                                .context(PASSAGES)
                                .question("When did it open?")
                                .temperature(0.5)
                                .build())
                        .build());

        assertThat(response.aiMessage().text()).isEqualTo("It opened in 1932.");
        assertThat(only().context()).isEqualTo(PASSAGES);
        assertThat(only().question()).isEqualTo("When did it open?");
        assertThat(upstream.requests.get(0).parameters()).isNotInstanceOf(AlignmentParameters.class);
        assertThat(upstream.requests.get(0).temperature()).isEqualTo(0.5);
    }

    @Test
    void parameters_replace_what_an_augmentor_noted_and_describe_themselves_without_texts() {
        AlignmentParameters none =
                AlignmentParameters.builder().context(List.of()).build();
        ScriptedChatModel upstream = new ScriptedChatModel("It opened in 1947.");
        chat(upstream).chat("When did it open?");

        AlignedChatModel.wrap(upstream, aligner)
                .chat(ChatRequest.builder()
                        .messages(upstream.requests.get(0).messages())
                        .parameters(none)
                        .build());

        assertThat(aligner.requests().get(1).context()).isEmpty();
        AlignmentParameters some = AlignmentParameters.builder()
                .context(PASSAGES)
                .question("secret?")
                .build();
        assertThat(some)
                .hasToString(some.toString().replace("1932", ""))
                .asString()
                .doesNotContain("secret", "412");
        assertThat(some.overrideWith(none))
                .isEqualTo(AlignmentParameters.builder()
                        .context(List.of())
                        .question("secret?")
                        .build());
        assertThat(some.context()).isEqualTo(PASSAGES);
    }

    @Test
    void a_guardrail_corrects_by_the_retrieved_contents_too() {
        Chat chat = AiServices.builder(Chat.class)
                .chatModel(new ScriptedChatModel("It opened in 1947."))
                .chatMemory(memory)
                .contentRetriever(RETRIEVER)
                .outputGuardrails(new AlignerOutputGuardrail(aligner))
                .build();

        assertThat(chat.chat("When did it open?")).isEqualTo("It opened in 1932.");
        assertThat(only().context()).isEqualTo(PASSAGES);
        assertThat(only().question()).isEqualTo("When did it open?");
        assertThat(only().attributes()).containsEntry(RequestAttributes.METHOD, "chat");
    }

    @Test
    void attributes_of_the_request_replace_those_of_the_model() {
        ChatModel model = AlignedChatModel.builder(new ScriptedChatModel("Hello"), aligner)
                .attribute(RequestAttributes.CHAIN, "support")
                .attribute("tenant", "none")
                .build();
        model.chat(ChatRequest.builder()
                .messages(UserMessage.from("hi"))
                .parameters(AlignmentParameters.builder()
                        .attribute("tenant", "acme")
                        .build())
                .build());

        assertThat(only().attributes())
                .containsExactlyInAnyOrderEntriesOf(Map.of(RequestAttributes.CHAIN, "support", "tenant", "acme"));
    }

    @Test
    void the_id_of_a_memory_is_an_attribute() {
        AiServices<ManyChats> builder = AiServices.builder(ManyChats.class)
                .chatMemoryProvider(id -> MessageWindowChatMemory.withMaxMessages(10))
                .chatModel(AlignedChatModel.wrap(new ScriptedChatModel("Hello"), aligner));
        builder.chatRequestTransformer(AlignmentParameters::withConversation)
                .build()
                .chat(7, "hi");
        builder.retrievalAugmentor(AlignedRetrievalAugmentor.of(RETRIEVER))
                .build()
                .chat("x", "hi");

        assertThat(aligner.requests().get(0).attributes()).containsEntry(RequestAttributes.CONVERSATION, "7");
        assertThat(aligner.requests().get(1).attributes()).containsEntry(RequestAttributes.CONVERSATION, "x");
    }

    @Test
    void a_memory_without_an_id_is_no_conversation_and_a_known_one_stays() {
        ChatRequest request =
                ChatRequest.builder().messages(UserMessage.from("hi")).build();
        ChatRequest known = AlignmentParameters.withConversation(request, 1);

        assertThat(AlignmentParameters.withConversation(request, "default")).isSameAs(request);
        assertThat(AlignmentParameters.withConversation(known, 2)).isSameAs(known);
    }

    private Chat chat(ChatModel upstream) {
        return AiServices.builder(Chat.class)
                .chatModel(AlignedChatModel.wrap(upstream, aligner))
                .chatMemory(memory)
                .tools(new Calendar())
                .retrievalAugmentor(AlignedRetrievalAugmentor.of(RETRIEVER))
                .build();
    }

    private CorrectionRequest only() {
        assertThat(aligner.requests()).hasSize(1);
        return aligner.requests().get(0);
    }

    private static String text(ChatRequest request) {
        return ((UserMessage) request.messages().get(request.messages().size() - 1)).singleText();
    }
}
