// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.status;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;
import static org.assertj.core.api.Assertions.assertThat;

/** The chatbot in front of a server whose address has credentials in it. */
@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "chatbot.upstream.model=some-model")
@ExtendWith(OutputCaptureExtension.class)
class UpstreamCredentialsTest {

    @RegisterExtension
    static final WireMockExtension SERVER = WireMockExtension.newInstance()
            .options(wireMockConfig().dynamicPort())
            .build();

    @LocalServerPort
    private int port;

    @DynamicPropertySource
    static void upstream(DynamicPropertyRegistry registry) {
        registry.add(
                "chatbot.upstream.base-url",
                () -> SERVER.baseUrl().replace("//", "//user:secret-1@") + "/v1?key=secret-2");
    }

    @Test
    void they_are_sent_to_the_server_and_shown_to_nobody(CapturedOutput output) {
        SERVER.stubFor(post(urlPathEqualTo("/v1/chat/completions")).willReturn(status(500)));
        Visitor visitor = new Visitor(port);

        String shown = visitor.get("/api/upstream").body()
                + visitor.ask("What am I?", "default").body()
                + visitor.stream("What am I?", "default").body();

        assertThat(shown).contains("some-model at " + SERVER.baseUrl() + "/v1").doesNotContain("secret", "user");
        assertThat(output).doesNotContain("secret");
        SERVER.verify(
                2,
                postRequestedFor(urlEqualTo("/v1/chat/completions?key=secret-2"))
                        .withHeader("Authorization", equalTo("Basic dXNlcjpzZWNyZXQtMQ==")));
    }
}
