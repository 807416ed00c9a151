package io.github.aligner4j.samples.chatbot;

import dev.langchain4j.http.client.HttpClientBuilder;
import dev.langchain4j.http.client.jdk.JdkHttpClient;
import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.openai.OpenAiChatModel;
import dev.langchain4j.model.openai.OpenAiStreamingChatModel;
import java.net.http.HttpClient;
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
            return new StreamingGrumpyBot(new GrumpyBot(), executor);
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

    /** Uses HTTP/1.1, since several local servers answer the JDK's offer to upgrade to HTTP/2 with an error. */
    private static HttpClientBuilder http() {
        return JdkHttpClient.builder().httpClientBuilder(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1));
    }
}
