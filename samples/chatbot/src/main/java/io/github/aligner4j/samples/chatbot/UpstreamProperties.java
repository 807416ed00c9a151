package io.github.aligner4j.samples.chatbot;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where the answers come from: a server that speaks OpenAI's protocol or, if there is neither a key nor an address, the
 * built-in {@link GrumpyBot}.
 *
 * @param apiKey the server's key; empty for one that needs none
 * @param baseUrl the server's address up to and including {@code /v1}, where a user and password or query parameters may be
 *     written as well; empty for OpenAI's own
 * @param model the model's name there
 * @param systemMessage what the server's model is told before each conversation
 * @param timeout how long it may take to answer
 */
@ConfigurationProperties("chatbot.upstream")
record UpstreamProperties(
        @DefaultValue("") String apiKey,
        @DefaultValue("") String baseUrl,
        @DefaultValue("gpt-4o-mini") String model,
        @DefaultValue("") String systemMessage,
        @DefaultValue("60s") Duration timeout) {

    private static final String OPENAI = "https://api.openai.com/v1";

    /** Whether the built-in bot answers. */
    boolean builtIn() {
        return apiKey.isBlank() && baseUrl.isBlank();
    }

    /** The server's address, and what is to be sent along. */
    UpstreamAddress server() {
        return UpstreamAddress.parse(baseUrl.isBlank() ? OPENAI : baseUrl);
    }

    /** Shows no key. */
    @Override
    public String toString() {
        return label();
    }

    /** What the page calls the upstream. */
    String label() {
        return builtIn() ? "Grumpy bot, rude by design" : model + " at " + server().url();
    }
}
