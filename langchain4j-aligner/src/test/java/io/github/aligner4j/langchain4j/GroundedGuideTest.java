// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.request.ChatRequest;
import dev.langchain4j.model.chat.response.ChatResponse;
import dev.langchain4j.rag.content.Content;
import dev.langchain4j.rag.content.retriever.ContentRetriever;
import dev.langchain4j.service.AiServices;
import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.Layer;
import io.github.aligner4j.LayerGate;
import io.github.aligner4j.testkit.ScriptedAligner;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** The snippets of docs/guide/grounded.md, but for that of Spring AI, compiled and run. */
class GroundedGuideTest {

    private final ScriptedAligner aligner = ScriptedAligner.replacing("1947", "1932");
    private final ChatModel model = new ScriptedChatModel("In 1947.");
    private final List<String> passages = List.of("The bridge opened in 1932.");

    interface Assistant {
        String answer(String question);
    }

    @Test
    void an_ai_service_lets_its_aligner_read_what_it_retrieved() {
        ContentRetriever contentRetriever = query -> List.of(Content.from(passages.get(0)));
        Assistant assistant = AiServices.builder(Assistant.class)
                .chatModel(AlignedChatModel.wrap(model, aligner))
                .retrievalAugmentor(AlignedRetrievalAugmentor.of(contentRetriever))
                .build();

        assertThat(assistant.answer("When did it open?")).isEqualTo("In 1932.");
        assertThat(aligner.requests().get(0).context()).isEqualTo(passages);
    }

    @Test
    void a_chain_written_by_hand_names_its_passages() {
        ChatModel aligned = AlignedChatModel.wrap(model, aligner);
        String prompt = "By these documents, when did the bridge open? " + passages;
        ChatResponse response = aligned.chat(ChatRequest.builder()
                .messages(UserMessage.from(prompt))
                .parameters(AlignmentParameters.builder()
                        .context(passages)
                        .question("When did the bridge open?")
                        .build())
                .build());

        assertThat(response.aiMessage().text()).isEqualTo("In 1932.");
        assertThat(aligner.requests().get(0).question()).isEqualTo("When did the bridge open?");
    }

    @Test
    void a_layer_is_skipped_without_documents() {
        Aligner grounded = aligner;
        AlignerStack stack = AlignerStack.builder("support")
                .layer(Layer.of("grounded", grounded).withGate(LayerGate.WITH_CONTEXT))
                .build();

        assertThat(stack.correct(CorrectionRequest.of("When?", "In 1947.")).answer())
                .isEqualTo("In 1947.");
        assertThat(aligner.requests()).isEmpty();
    }
}
