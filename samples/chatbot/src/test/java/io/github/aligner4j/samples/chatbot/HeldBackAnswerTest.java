// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import io.github.aligner4j.AlignerException;
import io.github.aligner4j.autoconfigure.AlignerFactory;
import io.github.aligner4j.samples.chatbot.Visitor.Event;
import io.github.aligner4j.samples.chatbot.Visitor.Response;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;

/** The chatbot with an Aligner that fails. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
class HeldBackAnswerTest {

    @LocalServerPort
    private int port;

    @Test
    void an_answer_that_can_not_be_corrected_is_not_given() {
        Visitor visitor = new Visitor(port);
        Response response = visitor.ask("Hello!", "default");

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.json().get("title").asString())
                .isEqualTo("The answer was held back: it could not be corrected");
        assertThat(response.json().get("detail").asString()).contains("layer 'civility'", "out of order");
        assertThat(response.body()).doesNotContain("hell");
        assertThat(visitor.get("/api/chat/history").json().isEmpty()).isTrue();
    }

    @Test
    void nothing_of_it_streams() {
        List<Event> events = new Visitor(port).stream("Hello!", "default").events();

        assertThat(events).hasSize(1);
        assertThat(events.get(0).name()).isEqualTo("error");
        assertThat(events.get(0).data().get("status").asInt()).isEqualTo(503);
        assertThat(events.toString()).doesNotContain("hell");
    }

    @TestConfiguration(proxyBeanMethods = false)
    static class BrokenAligner {

        @Bean
        AlignerFactory alignerFactory() {
            return (name, definition) -> (request, context) -> {
                throw new AlignerException("out of order");
            };
        }
    }
}
