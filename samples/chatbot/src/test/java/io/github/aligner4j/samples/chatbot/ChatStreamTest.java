package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.samples.chatbot.Visitor.Event;
import io.github.aligner4j.samples.chatbot.Visitor.Response;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
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
