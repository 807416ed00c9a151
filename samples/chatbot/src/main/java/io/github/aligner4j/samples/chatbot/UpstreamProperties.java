// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The configuration of the upstream model: a server that speaks OpenAI's protocol or, without a key and an address, the
 * built-in {@link GrumpyBot}.
 *
 * @param apiKey the server's key; empty if it needs none
 * @param baseUrl the server's address up to and including {@code /v1}, where a user and password or query parameters may be
 *     written as well; empty for OpenAI's own
 * @param model the name of the model on the server
 * @param systemMessage the system message of each conversation with the server's model
 * @param timeout the maximum time for an answer
 * @param pace the time that the built-in bot takes for each word of a stream
 */
@ConfigurationProperties("chatbot.upstream")
record UpstreamProperties(
        @DefaultValue("") String apiKey,
        @DefaultValue("") String baseUrl,
        @DefaultValue("gpt-4o-mini") String model,
        @DefaultValue("") String systemMessage,
        @DefaultValue("60s") Duration timeout,
        @DefaultValue("25ms") Duration pace) {

    private static final String OPENAI = "https://api.openai.com/v1";

    /** Returns whether the built-in bot answers. */
    boolean builtIn() {
        return apiKey.isBlank() && baseUrl.isBlank();
    }

    /** Returns the server's address, and the parameters and headers to send. */
    UpstreamAddress server() {
        return UpstreamAddress.parse(baseUrl.isBlank() ? OPENAI : baseUrl);
    }

    /** Returns a description without the key. */
    @Override
    public String toString() {
        return label();
    }

    /** Returns the name of the upstream model on the page. */
    String label() {
        return builtIn() ? GrumpyBot.LABEL : model + " at " + server().url();
    }
}
