// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.samples.chatbot.Visitor.LiveEvents;
import io.github.aligner4j.samples.chatbot.Visitor.Response;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The API by which a session chooses models, and the modes of the layers. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Timeout(60)
class ModeApiTest {

    private static final String RUDE = "What the hell do you want? Ask me about the damn weather.";

    @LocalServerPort
    private int port;

    private Visitor visitor;

    @BeforeEach
    void arrive() {
        visitor = new Visitor(port);
    }

    @Test
    void every_layer_is_enforced_at_first() {
        JsonNode modes = visitor.get("/api/modes").json();

        assertThat(modes.findValuesAsString("layer"))
                .containsExactly("civility", "civility", "second-look", "civility", "empathy");
        assertThat(modes.findValuesAsString("mode")).containsOnly("enforce");
        assertThat(modes.get(0).toString())
                .isEqualTo("{\"chain\":\"default\",\"layer\":\"civility\",\"mode\":\"enforce\",\"share\":1.0}");
    }

    @Test
    void a_layer_that_one_session_switches_off_stays_on_in_others() {
        assertThat(visitor.mode("default", "civility", "off").json().get("mode").asString())
                .isEqualTo("off");

        JsonNode reply = visitor.ask("Hello!", "default").json();
        assertThat(reply.get("answer").asString()).isEqualTo(RUDE);
        assertThat(reply.get("layers").findValuesAsString("outcome")).containsExactly("skipped");
        assertThat(visitor.ask("Hello!", "double-checked").json().get("answer").asString())
                .doesNotContain("hell");
        Visitor other = new Visitor(port);
        assertThat(other.get("/api/modes").json().findValuesAsString("mode")).containsOnly("enforce");
        assertThat(other.ask("Hello!", "default").json().get("answer").asString())
                .doesNotContain("hell");

        visitor.mode("default", "civility", "enforce");
        assertThat(visitor.ask("Hello!", "default").json().get("answer").asString())
                .doesNotContain("hell");
    }

    @Test
    void a_canary_corrects_its_share_of_the_conversations() {
        for (int share : new int[] {0, 1}) {
            Response set =
                    visitor.send("PUT", "/api/modes/default/civility", "{\"mode\":\"canary\",\"share\":" + share + "}");
            assertThat(set.json().get("share").asInt()).isEqualTo(share);
            Visitor.Response reply = visitor.ask("Hello!", "default");
            assertThat(reply.json().get("answer").asString().contains("hell")).isEqualTo(share == 0);
        }
    }

    @Test
    void in_shadow_mode_the_answer_passes_and_the_correction_is_kept_with_it() throws Exception {
        visitor.mode("default", "civility", "shadow");
        try (LiveEvents live = visitor.live()) {
            JsonNode reply = visitor.ask("Hello!", "default").json();
            assertThat(reply.get("answer").asString()).isEqualTo(RUDE);
            assertThat(reply.get("layers").findValuesAsString("outcome")).containsExactly("shadowed");

            JsonNode shadow = live.next("shadow");
            assertThat(shadow.get("exchange")).isEqualTo(reply.get("id"));
            assertThat(shadow.get("observed").get("answer").asString())
                    .contains("weather")
                    .doesNotContain("hell");

            JsonNode history = visitor.get("/api/chat/history").json();
            assertThat(history.get(0).get("observed").get(0)).isEqualTo(shadow.get("observed"));
            assertThat(live.next("audit").get("kind").asString()).isIn("answer", "shadow");
        }
    }

    @ParameterizedTest
    @CsvSource({"{}, mode", "{\"mode\":\"ENFORCE\"}, mode", "{\"mode\":\"maybe\"}, mode"})
    void a_mode_that_is_none_is_refused_with_the_choices(String body, String field) {
        Response response = visitor.send("PUT", "/api/modes/default/civility", body);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.json().get("detail").asString())
                .isEqualTo(field + " must be one of enforce, canary, shadow, off");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-0.1", "1.01", "1e9"})
    void a_share_that_is_none_is_refused(String share) {
        Response response =
                visitor.send("PUT", "/api/modes/default/civility", "{\"mode\":\"canary\",\"share\":" + share + "}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.json().get("detail").asString()).startsWith("share must be between 0 and 1, but was ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "{\"mode\":", "{\"mode\":\"canary\",\"share\":\"much\"}"})
    void a_body_that_is_no_mode_is_refused(String body) {
        assertThat(visitor.send("PUT", "/api/modes/default/civility", body).status())
                .isEqualTo(400);
    }

    @Test
    void layers_that_do_not_exist_are_not_found() {
        assertThat(visitor.mode("default", "second-look", "off").status()).isEqualTo(404);
        Response unknown = visitor.mode("politeness", "civility", "off");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.json().get("detail").asString())
                .isEqualTo("there is no such chain: GET /api/modes lists them all");
    }

    @Test
    void with_the_aligner_off_one_answer_passes() {
        JsonNode reply =
                visitor.ask(Map.of("message", "Hello!", "aligner", "off")).json();

        assertThat(reply.get("answer").asString()).isEqualTo(RUDE);
        assertThat(reply.get("aligned").asBoolean()).isFalse();
        assertThat(reply.get("layers").isEmpty()).isTrue();
        assertThat(visitor.get("/api/audit").json().findValuesAsString("outcome"))
                .containsExactly("passed");
        assertThat(visitor.ask(Map.of("message", "Hello!", "aligner", "on"))
                        .json()
                        .get("aligned")
                        .asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "aligner, maybe, 'aligner must be ''on'' or ''off'', but was ''maybe'''",
        "streaming, word, 'streaming must be ''whole'' or ''sentence'', but was ''word'''",
        "model, gpt-0, 'there is no model ''gpt-0'': choose one of grumpy-bot'"
    })
    void choices_that_are_none_are_refused(String field, String value, String detail) {
        Response posted = visitor.ask(Map.of("message", "Hello!", field, value));
        Response streamed = visitor.get("/api/chat/stream?message=Hello!&" + field + "=" + value);

        assertThat(posted.status()).isEqualTo(400);
        assertThat(posted.json().get("detail").asString()).isEqualTo(detail);
        assertThat(streamed.status()).isEqualTo(400);
        assertThat(streamed.json().get("detail").asString()).isEqualTo(detail);
    }

    @Test
    void the_models_are_listed() {
        assertThat(visitor.get("/api/models").body())
                .isEqualTo("[{\"name\":\"grumpy-bot\",\"label\":\"Grumpy bot, rude by design\",\"builtIn\":true}]");
    }
}
