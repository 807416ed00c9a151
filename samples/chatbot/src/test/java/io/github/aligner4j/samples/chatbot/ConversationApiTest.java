// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.samples.chatbot.Visitor.Response;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

import static org.assertj.core.api.Assertions.assertThat;

/** The API of the conversations of a session. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ConversationApiTest {

    @LocalServerPort
    private int port;

    private Visitor visitor;

    @BeforeEach
    void arrive() {
        visitor = new Visitor(port);
    }

    @Test
    void conversations_are_listed_by_their_first_questions_the_latest_first() {
        String first = begin();
        ask("Hello!", first);
        String second = begin();
        ask("Tell me a joke.", second);
        ask("Another one.", second);

        assertThat(titles()).containsExactly("Tell me a joke.", "Hello!");
        ask("How are you?", first);
        assertThat(titles()).containsExactly("Hello!", "Tell me a joke.");
        assertThat(history(first).json().findValuesAsString("question")).containsExactly("Hello!", "How are you?");
        assertThat(history(second).json().findValuesAsString("question"))
                .containsExactly("Tell me a joke.", "Another one.");
    }

    @Test
    void one_that_has_not_begun_is_not_begun_twice() {
        assertThat(begin()).isEqualTo(begin());
        assertThat(titles()).containsExactly("");
    }

    @Test
    void what_was_said_in_another_conversation_is_not_told_upstream() {
        String first = begin();
        String remark = ask("Hello!", first).json().get("original").asString();

        assertThat(ask("Hello!", first).json().get("original").asString()).isNotEqualTo(remark);
        assertThat(ask("Hello!", begin()).json().get("original").asString()).isEqualTo(remark);
    }

    @Test
    void a_conversation_is_renamed_and_deleted() {
        String id = begin();
        ask("Hello!", id);

        Response renamed = visitor.send("PUT", "/api/conversations/" + id, "{\"title\":\" Greetings \"}");
        assertThat(renamed.json().get("title").asString()).isEqualTo("Greetings");
        ask("And now?", id);
        assertThat(titles()).containsExactly("Greetings");

        assertThat(visitor.delete("/api/conversations/" + id).status()).isEqualTo(204);
        assertThat(titles()).isEmpty();
        assertThat(history(id).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"title\":null}", "{\"title\":\" \\n\"}"})
    void a_blank_title_is_refused(String body) {
        Response response = visitor.send("PUT", "/api/conversations/" + begin(), body);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.json().get("detail").asString())
                .isEqualTo("title must not be blank: give the conversation a name");
    }

    @Test
    void a_long_title_is_cut_off() {
        Response renamed = visitor.send(
                "PUT",
                "/api/conversations/" + begin(),
                "{\"title\":\"" + "😀".repeat(Conversation.MAX_TITLE + 1) + "\"}");

        assertThat(renamed.json().get("title").asString()).isEqualTo("😀".repeat(Conversation.MAX_TITLE));
    }

    @Test
    void those_of_another_session_are_out_of_reach() {
        String id = begin();
        ask("Hello!", id);
        Visitor other = new Visitor(port);

        List<Response> responses = List.of(
                other.get("/api/chat/history?conversation=" + id),
                other.delete("/api/chat/history?conversation=" + id),
                other.ask(Map.of("message", "Hello!", "conversation", id)),
                other.get("/api/chat/stream?message=Hello!&conversation=" + id),
                other.send("PUT", "/api/conversations/" + id, "{\"title\":\"Mine\"}"),
                other.delete("/api/conversations/" + id));
        // Only the session's first request finds no session, and thereby nothing.
        assertThat(responses.subList(2, 6)).allSatisfy(response -> {
            assertThat(response.status()).isEqualTo(404);
            assertThat(response.json().get("detail").asString()).startsWith("there is no such conversation");
        });
        assertThat(responses.get(0).body()).isEqualTo("[]");
        assertThat(other.get("/api/conversations").json().findValuesAsString("id"))
                .doesNotContain(id);
        assertThat(titles()).containsExactly("Hello!");
        assertThat(history(id).json()).hasSize(1);
    }

    private String begin() {
        return visitor.send("POST", "/api/conversations", "").json().get("id").asString();
    }

    private Response ask(String message, String conversation) {
        return visitor.ask(Map.of("message", message, "conversation", conversation));
    }

    private Response history(String id) {
        return visitor.get("/api/chat/history?conversation=" + id);
    }

    private List<String> titles() {
        return visitor.get("/api/conversations").json().findValuesAsString("title");
    }
}
