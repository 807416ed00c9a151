// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.samples.chatbot.Visitor.Response;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The API that takes a question and gives the whole answer, with the grumpy bot and the embedded Aligner. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class ChatApiTest {

    private static final String RUDE = "What the hell do you want? Ask me about the damn weather.";

    @LocalServerPort
    private int port;

    private Visitor visitor;

    @BeforeEach
    void arrive() {
        visitor = new Visitor(port);
    }

    @Test
    void a_rude_answer_comes_back_civil() {
        Response response = visitor.ask("Hello!", "default");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.json().get("question").asString()).isEqualTo("Hello!");
        assertThat(response.json().get("original").asString()).isEqualTo(RUDE);
        assertThat(response.json().get("answer").asString()).contains("weather").doesNotContain("hell", "damn");
    }

    @Test
    void the_edits_lead_from_the_original_to_the_answer() {
        JsonNode reply = visitor.ask("Hello!", "default").json();

        StringBuilder text = new StringBuilder(RUDE);
        for (int i = reply.get("edits").size() - 1; i >= 0; i--) {
            JsonNode edit = reply.get("edits").get(i);
            text.replace(
                    edit.get("originalStart").asInt(),
                    edit.get("originalEnd").asInt(),
                    edit.get("corrected").asString());
        }
        assertThat(text).hasToString(reply.get("answer").asString());
        assertThat(reply.get("edits").isEmpty()).isFalse();
    }

    @Test
    void each_layer_reports_its_name_its_time_and_whether_it_changed_the_answer() {
        JsonNode layers = visitor.ask("Hello!", "double-checked").json().get("layers");

        assertThat(layers.findValuesAsString("name")).containsExactly("civility", "second-look");
        assertThat(layers.findValuesAsString("changed")).containsExactly("true", "false");
        assertThat(layers.get(0).get("millis").isIntegralNumber()).isTrue();
    }

    @Test
    void an_answer_that_is_civil_already_comes_back_as_it_is() {
        visitor.ask("help", "default");
        visitor.ask("help", "default");
        JsonNode reply = visitor.ask("help", "default").json();

        assertThat(reply.get("answer")).isEqualTo(reply.get("original"));
        assertThat(reply.get("edits").isEmpty()).isTrue();
        assertThat(reply.get("layers").get(0).get("changed").asBoolean()).isFalse();
    }

    @Test
    void without_a_chain_the_default_one_corrects() {
        JsonNode reply = visitor.post("{\"message\":\"Hello!\"}").json();

        assertThat(reply.get("chain").asString()).isEqualTo("default");
        assertThat(reply.get("layers").get(0).get("outcome").asString()).isEqualTo("corrected");
    }

    @Test
    void a_chain_that_does_not_exist_is_refused_with_the_choices() {
        Response response = visitor.ask("Hello!", "politeness");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.type()).isEqualTo("application/problem+json");
        assertThat(response.json().get("detail").asString())
                .isEqualTo("there is no chain 'politeness': choose one of default, double-checked, two-layers");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"message\":null}", "{\"message\":\" \\n \"}"})
    void a_blank_message_is_refused(String body) {
        Response response = visitor.post(body);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.json().get("detail").asString()).isEqualTo("message must not be blank: say something");
    }

    @Test
    void a_message_that_is_too_long_is_refused_with_the_limit() {
        Response response = visitor.ask("a".repeat(Question.MAX_LENGTH + 1), "default");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.json().get("detail").asString())
                .isEqualTo("message must have at most 2000 characters, but has 2001: ask something shorter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"message\":", "", "[]"})
    void a_body_that_is_no_question_is_refused(String body) {
        Response response = visitor.post(body);

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.type()).isEqualTo("application/problem+json");
    }

    @Test
    void what_was_said_is_remembered_for_its_session_only_until_it_is_forgotten() {
        String answer = visitor.ask("Hello!", "default").json().get("answer").asString();

        assertThat(visitor.get("/api/chat/history").json().findValuesAsString("answer"))
                .containsExactly(answer);
        assertThat(new Visitor(port).get("/api/chat/history").json().isEmpty()).isTrue();
        assertThat(visitor.delete("/api/chat/history").status()).isEqualTo(200);
        assertThat(visitor.get("/api/chat/history").json().isEmpty()).isTrue();
    }

    @Test
    void the_chains_are_listed_with_their_layers() {
        assertThat(visitor.get("/api/chains").body())
                .isEqualTo("[{\"name\":\"default\",\"layers\":[\"civility\"],\"sentences\":true},"
                        + "{\"name\":\"double-checked\",\"layers\":[\"civility\",\"second-look\"],\"sentences\":true},"
                        + "{\"name\":\"two-layers\",\"layers\":[\"civility\",\"empathy\"],\"sentences\":false}]");
    }

    @Test
    void a_second_aspect_is_a_layer_of_its_own_on_the_same_weights() {
        JsonNode reply =
                visitor.ask("I failed my exam and feel terrible.", "two-layers").json();

        assertThat(reply.get("original").asString())
                .isEqualTo("Register for the damn exam again by Friday. It costs 40 euros.");
        assertThat(reply.get("answer").asString())
                .contains("Friday", "40 euros")
                .doesNotContain("damn");
        assertThat(reply.get("layers").findValuesAsString("name")).containsExactly("civility", "empathy");
        assertThat(reply.get("layers").get(0).get("outcome").asString()).isEqualTo("corrected");
    }

    @Test
    void the_built_in_upstream_is_labelled_as_such() {
        assertThat(visitor.get("/api/upstream").body())
                .isEqualTo("{\"label\":\"Grumpy bot, rude by design\",\"builtIn\":true}");
    }

    @Test
    void health_and_metrics_tell_of_the_aligner() {
        visitor.ask("Hello!", "default");

        JsonNode health = visitor.get("/actuator/health").json();
        assertThat(health.get("status").asString()).isEqualTo("UP");
        assertThat(health.get("components").has("aligner")).isTrue();
        assertThat(visitor.get("/actuator/metrics").body()).contains("aligner.layer");
        assertThat(visitor.get("/actuator/metrics/aligner.layer").status()).isEqualTo(200);
        assertThat(visitor.get("/actuator/prometheus").body()).contains("aligner_layer_seconds_count");
    }
}
