// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.samples.chatbot;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.net.http.HttpClient;
import java.util.List;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskExecutor;

/** The upstream model, blocking and streaming. */
@Configuration(proxyBeanMethods = false)
class UpstreamConfiguration {

    @Bean
    ChatModel upstream(UpstreamProperties properties) {
        if (properties.builtIn()) {
            return new GrumpyBot();
        }
        UpstreamAddress server = properties.server();
        return OpenAiChatModel.builder()
                .httpClientBuilder(http())
                .baseUrl(server.url())
                .customHeaders(server.headers())
                .customQueryParams(server.query())
                .apiKey(properties.apiKey())
                .modelName(properties.model())
                .timeout(properties.timeout())
                .maxRetries(0)
                .build();
    }

    @Bean
    StreamingChatModel streamingUpstream(
            UpstreamProperties properties, @Qualifier("applicationTaskExecutor") TaskExecutor executor) {
        if (properties.builtIn()) {
            return new StreamingGrumpyBot(new GrumpyBot(), executor, properties.pace());
        }
        UpstreamAddress server = properties.server();
        return OpenAiStreamingChatModel.builder()
                .httpClientBuilder(http())
                .baseUrl(server.url())
                .customHeaders(server.headers())
                .customQueryParams(server.query())
                .apiKey(properties.apiKey())
                .modelName(properties.model())
                .timeout(properties.timeout())
                .build();
    }

    /** Offers the built-in bot besides the server's model. */
    @Bean
    Upstreams upstreams(
            UpstreamProperties properties,
            ChatModel upstream,
            StreamingChatModel streamingUpstream,
            @Qualifier("applicationTaskExecutor") TaskExecutor executor) {
        if (properties.builtIn()) {
            return new Upstreams(List.of(grumpy(upstream, streamingUpstream)));
        }
        UpstreamModel server =
                new UpstreamModel(properties.model(), properties.label(), false, upstream, streamingUpstream);
        GrumpyBot bot = new GrumpyBot();
        return new Upstreams(List.of(server, grumpy(bot, new StreamingGrumpyBot(bot, executor, properties.pace()))));
    }

    private static UpstreamModel grumpy(ChatModel chat, StreamingChatModel streaming) {
        return new UpstreamModel(GrumpyBot.NAME, GrumpyBot.LABEL, true, chat, streaming);
    }

    /** Uses HTTP/1.1, since several local servers answer the JDK's offer to upgrade to HTTP/2 with an error. */
    private static HttpClientBuilder http() {
        return JdkHttpClient.builder().httpClientBuilder(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1));
    }
}
