// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.samples.chatbot.Visitor.LiveEvents;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/** The live events and the audit list of a session. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@Timeout(60)
class LiveApiTest {

    @LocalServerPort
    private int port;

    private Visitor visitor;

    @BeforeEach
    void arrive() {
        visitor = new Visitor(port);
    }

    @Test
    void counters_come_at_once_and_again_after_an_answer_of_anyone() throws Exception {
        try (LiveEvents live = visitor.live()) {
            long before = corrected(live.next("counters"));
            new Visitor(port).ask("Hello!", "default");

            JsonNode counters = live.next("counters");
            while (corrected(counters) == before) {
                counters = live.next("counters");
            }
            assertThat(corrected(counters)).isEqualTo(before + 1);
            JsonNode latest = counters.get("recent").get(counters.get("recent").size() - 1);
            assertThat(latest.get("outcome").asString()).isEqualTo("corrected");
            assertThat(latest.get("editRatio").asDouble()).isBetween(0.01, 1.0);
            assertThat(counters.toString()).doesNotContain("Hello", "weather");
        }
    }

    private static long corrected(JsonNode counters) {
        return counters.get("answers").path("corrected").asLong();
    }

    @Test
    void each_answer_has_one_entry_without_its_text() {
        assertThat(visitor.get("/api/audit").body()).isEqualTo("[]");
        visitor.ask("Hello!", "double-checked");
        visitor.stream("Tell me a joke.", "default");

        JsonNode entries = visitor.get("/api/audit").json();
        assertThat(entries.findValuesAsString("chain")).containsExactly("default", "double-checked");
        JsonNode entry = entries.get(1);
        assertThat(entry.get("kind").asString()).isEqualTo("answer");
        assertThat(entry.get("outcome").asString()).isEqualTo("corrected");
        assertThat(entry.get("hash").asString()).startsWith("sha256:");
        JsonNode layer = entry.get("layers").get(0);
        assertThat(layer.get("report").get("name").asString()).isEqualTo("civility");
        assertThat(layer.get("report").get("detections").get(0).get("label").asString())
                .isEqualTo("rudeness");
        assertThat(layer.get("mode").asString()).isEqualTo("enforce");
        assertThat(layer.get("editRatio").asDouble()).isBetween(0.01, 1.0);
        assertThat(entries.toString()).doesNotContain("Hello", "weather", "joke");
    }

    @Test
    void entries_are_sent_to_the_pages_of_their_session_only() throws Exception {
        Visitor other = new Visitor(port);
        try (LiveEvents own = visitor.live();
                LiveEvents others = other.live()) {
            visitor.ask("Hello!", "two-layers");
            assertThat(own.next("audit").get("chain").asString()).isEqualTo("two-layers");

            other.ask("Hello!", "double-checked");
            assertThat(others.next("audit").get("chain").asString()).isEqualTo("double-checked");
        }
        assertThat(other.get("/api/audit").json()).hasSize(1);
    }

    @Test
    void one_page_too_many_ends_the_stream_of_the_first() throws Exception {
        List<LiveEvents> pages = new ArrayList<>();
        for (int i = 0; i <= LiveStreams.MAX_STREAMS_OF_VISIT; i++) {
            pages.add(visitor.live());
            pages.get(i).next("counters");
        }

        assertThat(pages.get(0).next("none").isMissingNode()).isTrue();
        visitor.ask("Hello!", "default");
        for (LiveEvents page : pages.subList(1, pages.size())) {
            assertThat(page.next("audit").isMissingNode()).isFalse();
            page.close();
        }
    }
}
