// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.springai;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.RequestAttributes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.api.Advisor;
import org.springframework.ai.chat.client.advisor.vectorstore.QuestionAnswerAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.document.Document;
import org.springframework.ai.rag.advisor.RetrievalAugmentationAdvisor;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.VectorStore;
import org.springframework.ai.vectorstore.filter.Filter;

import static io.github.aligner4j.springai.AlignerAdvisorCallTest.require;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Documents that Spring AI's own advisors retrieve reach the Aligner, whatever their order. */
class RetrievedContextTest {

    private static final List<Document> DOCUMENTS = List.of(
            Document.builder().text("It opened in 1932.").score(0.9).build(),
            Document.builder().text("It is 412 metres long.").score(0.8).build());
    private static final List<String> PASSAGES = List.of("It opened in 1932.", "It is 412 metres long.");
    private static final Duration SOON = Duration.ofSeconds(20);

    private final Civility civility = new Civility();

    @ParameterizedTest
    @CsvSource({"true, false", "true, true", "false, false", "false, true"})
    void documents_of_either_advisor_are_the_context_and_the_question_is_the_users_own(
            boolean questionAnswer, boolean streaming) {
        ChatClient client = client(advisor(questionAnswer, 0), AlignerAdvisor.DEFAULT_ORDER);

        assertThat(answer(client, streaming)).isEqualTo("hello friend!");
        assertThat(last().context()).isEqualTo(PASSAGES);
        assertThat(last().question()).isEqualTo("When did it open?");
    }

    @ParameterizedTest
    @CsvSource({"true, false", "true, true", "false, false", "false, true"})
    void an_aligner_outside_the_retrieval_reads_its_documents_too(boolean questionAnswer, boolean streaming) {
        ChatClient client = client(advisor(questionAnswer, 100), 0);

        assertThat(answer(client, streaming)).isEqualTo("hello friend!");
        assertThat(last().context()).isEqualTo(PASSAGES);
        assertThat(last().question()).isEqualTo("When did it open?");
    }

    @Test
    void the_guide_has_this_snippet() throws IOException {
        VectorStore vectorStore = new Shelf();
        ChatModel model = ScriptedModel.saying("hello idiot");
        Aligner aligner = civility;
        ChatClient client = ChatClient.builder(model)
                .defaultAdvisors(QuestionAnswerAdvisor.builder(vectorStore).build())
                .defaultAdvisors(AlignerAdvisors.of(aligner))
                .build();

        assertThat(answer(client, false)).isEqualTo("hello friend!");
        assertThat(last().context()).isEqualTo(PASSAGES);
        Path root = Path.of("").toAbsolutePath();
        while (!Files.exists(root.resolve("docs/guide/grounded.md"))) {
            root = require(root.getParent());
        }
        assertThat(words(Files.readString(root.resolve("docs/guide/grounded.md"))))
                .contains(words("""
                        ChatClient client = ChatClient.builder(model)
                                .defaultAdvisors(QuestionAnswerAdvisor.builder(vectorStore).build())
                                .defaultAdvisors(AlignerAdvisors.of(aligner))
                                .build();
                        """));
    }

    @Test
    void documents_of_both_advisors_are_read_once() {
        ChatClient client = ChatClient.builder(ScriptedModel.saying("hello idiot"))
                .defaultAdvisors(AlignerAdvisors.of(civility))
                .defaultAdvisors(advisor(true, 0), advisor(false, 100))
                .build();
        client.prompt("When did it open?").call().content();

        assertThat(last().context()).isEqualTo(PASSAGES);
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void applications_can_set_passages_themselves(boolean streaming) {
        List<Object> passages = new ArrayList<>(List.of("It is red.", new Document("It is old."), " "));
        ChatClient client = ChatClient.builder(ScriptedModel.saying("hello idiot"))
                .defaultAdvisors(AlignerAdvisors.of(civility))
                .defaultAdvisors(advisor(true, 0))
                .defaultAdvisors(spec -> spec.param(AlignerAdvisor.CONTEXT, passages))
                .build();
        answer(client, streaming);

        assertThat(last().context()).containsExactly("It is red.", "It is old.");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void passages_of_another_type_are_refused_by_name(boolean streaming) {
        ChatClient.Builder builder =
                ChatClient.builder(ScriptedModel.saying("hello idiot")).defaultAdvisors(AlignerAdvisors.of(civility));
        ChatClient text = builder.clone()
                .defaultAdvisors(spec -> spec.param(AlignerAdvisor.CONTEXT, "secret"))
                .build();
        ChatClient numbers = builder.clone()
                .defaultAdvisors(spec -> spec.param(AlignerAdvisor.CONTEXT, List.of(1)))
                .build();

        assertThatThrownBy(() -> answer(text, streaming))
                .hasMessageContaining(
                        "aligner4j.context must be a list of strings or of Spring AI's documents, but was a"
                                + " java.lang.String")
                .hasMessageNotContaining("secret");
        assertThatThrownBy(() -> answer(numbers, streaming)).hasMessageContaining("with an element of another type");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void chain_and_conversation_are_attributes_and_those_of_a_request_win(boolean streaming) {
        ChatClient client = ChatClient.builder(ScriptedModel.saying("hello idiot"))
                .defaultAdvisors(AlignerAdvisors.builder(civility)
                        .attribute(RequestAttributes.CHAIN, "support")
                        .attribute("tenant", "none")
                        .build())
                .defaultAdvisors(spec -> spec.param(ChatMemory.CONVERSATION_ID, "c7")
                        .param(AlignerAdvisor.ATTRIBUTE_PREFIX + "tenant", "acme"))
                .build();
        answer(client, streaming);

        assertThat(last().attributes())
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        RequestAttributes.CHAIN, "support", RequestAttributes.CONVERSATION, "c7", "tenant", "acme"));
    }

    private static String words(String code) {
        return code.replaceAll("\\s+", "");
    }

    private ChatClient client(Advisor retrieval, int alignerOrder) {
        return ChatClient.builder(ScriptedModel.saying("hello idiot"))
                .defaultAdvisors(
                        AlignerAdvisors.builder(civility).order(alignerOrder).build())
                .defaultAdvisors(retrieval)
                .build();
    }

    private static String answer(ChatClient client, boolean streaming) {
        ChatClient.ChatClientRequestSpec request = client.prompt("When did it open?");
        return streaming
                ? String.join(
                        "", require(request.stream().content().collectList().block(SOON)))
                : require(request.call().content());
    }

    private CorrectionRequest last() {
        return civility.requests.get(civility.requests.size() - 1);
    }

    private static Advisor advisor(boolean questionAnswer, int order) {
        return questionAnswer
                ? QuestionAnswerAdvisor.builder(new Shelf()).order(order).build()
                : RetrievalAugmentationAdvisor.builder()
                        .documentRetriever(query -> DOCUMENTS)
                        .order(order)
                        .build();
    }

    /** A vector store that finds the same documents for every question. */
    private static final class Shelf implements VectorStore {

        @Override
        public List<Document> similaritySearch(SearchRequest request) {
            return DOCUMENTS;
        }

        @Override
        public void add(List<Document> documents) {}

        @Override
        public void delete(List<String> ids) {}

        @Override
        public void delete(Filter.Expression filter) {}
    }
}
