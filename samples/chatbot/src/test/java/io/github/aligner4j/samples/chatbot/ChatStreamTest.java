// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.samples.chatbot.Visitor.Event;
import io.github.aligner4j.samples.chatbot.Visitor.Response;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** The API that streams the answer, with the grumpy bot and the embedded Aligner. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ChatStreamTest {

    @LocalServerPort
    private int port;

    private Visitor visitor;

    @BeforeEach
    void arrive() {
        visitor = new Visitor(port);
    }

    @Test
    void pieces_of_the_corrected_answer_come_first_and_the_whole_reply_last() {
        Response response = visitor.stream("How is the weather?", "default");
        List<Event> events = response.events();
        List<Event> pieces = events.subList(0, events.size() - 1);
        Event last = events.get(events.size() - 1);

        assertThat(response.type()).startsWith("text/event-stream");
        assertThat(pieces).hasSizeGreaterThan(1).allMatch(event -> event.name().equals("token"));
        assertThat(last.name()).isEqualTo("done");
        assertThat(pieces.stream()
                        .map(event -> event.data().get("text").asString())
                        .collect(Collectors.joining()))
                .isEqualTo(last.data().get("answer").asString())
                .contains("raining")
                .doesNotContain("damn");
    }

    @Test
    void the_last_event_says_the_same_as_the_answer_to_a_post() {
        List<Event> events =
                visitor.stream("How is the weather?", "double-checked").events();
        var streamed = events.get(events.size() - 1).data();
        var posted =
                new Visitor(port).ask("How is the weather?", "double-checked").json();

        for (String field : List.of("question", "original", "answer", "chain", "edits")) {
            assertThat(streamed.get(field)).as(field).isEqualTo(posted.get(field));
        }
        assertThat(streamed.get("layers").findValuesAsString("outcome"))
                .isEqualTo(posted.get("layers").findValuesAsString("outcome"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"How do I cook tomato soup?", "How do I test my Java code?", "Plan my day."})
    void sentence_by_sentence_long_answers_come_civil_too_and_the_pieces_are_the_answer(String question) {
        List<Event> events = visitor.get("/api/chat/stream?streaming=sentence&message=" + question.replace(" ", "%20"))
                .events();
        Event last = events.get(events.size() - 1);

        assertThat(last.name()).isEqualTo("done");
        assertThat(last.data().get("original").asString()).contains("damn");
        assertThat(last.data().get("answer").asString()).hasSizeGreaterThan(100).doesNotContain("damn", "hell");
        assertThat(events.subList(0, events.size() - 1).stream()
                        .map(event -> event.data().get("text").asString())
                        .collect(Collectors.joining()))
                .isEqualTo(last.data().get("answer").asString());
        assertThat(visitor.get("/api/audit").json()).hasSize(1);
    }

    @Test
    void a_chain_whose_aligner_needs_the_whole_answer_is_not_streamed_sentence_by_sentence() {
        Response response = visitor.get("/api/chat/stream?streaming=sentence&message=Hello!&chain=two-layers");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.json().get("detail").asString())
                .isEqualTo("the chain 'two-layers' can't be streamed sentence by sentence, as one of its Aligners needs"
                        + " the whole answer: choose streaming=whole");
    }

    @Test
    void a_streamed_answer_is_remembered_once_and_corrected() {
        visitor.stream("How is the weather?", "default");

        assertThat(visitor.get("/api/chat/history").json().findValuesAsString("answer"))
                .singleElement()
                .asString()
                .contains("raining")
                .doesNotContain("damn");
    }

    @Test
    void bad_questions_are_refused_before_anything_streams() {
        assertThat(visitor.stream(" ", "default").status()).isEqualTo(400);
        assertThat(visitor.get("/api/chat/stream").status()).isEqualTo(400);

        Response unknown = visitor.stream("Hello!", "politeness");
        assertThat(unknown.status()).isEqualTo(400);
        assertThat(unknown.json().get("detail").asString())
                .contains("choose one of default, double-checked, two-layers");
    }
}
