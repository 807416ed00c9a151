// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.response.StreamingChatResponseHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Fails when LangChain4j's interfaces get a method that would silently bypass us. */
class DelegationSurfaceTest {

    @Test
    void every_method_of_a_chat_model_is_delegated_or_leads_to_one_that_is() {
        assertThat(notDeclaredBy(AlignedChatModel.class, ChatModel.class))
                .contains("chat(String)", "chat(ChatMessage[])", "chat(List)")
                .isSubsetOf(
                        "chat(String)",
                        "chat(ChatMessage[])",
                        "chat(List)",
                        // LangChain4j 1.20
                        "chatAsync(String)",
                        "chatAsync(ChatMessage[])",
                        "chatAsync(List)",
                        "chatAsync(ChatRequest)");
    }

    @Test
    void every_method_of_a_streaming_chat_model_is_delegated_or_leads_to_one_that_is() {
        assertThat(notDeclaredBy(AlignedStreamingChatModel.class, StreamingChatModel.class))
                .contains("chat(String, StreamingChatResponseHandler)", "chat(List, StreamingChatResponseHandler)")
                .isSubsetOf(
                        "chat(String, StreamingChatResponseHandler)",
                        "chat(List, StreamingChatResponseHandler)",
                        // LangChain4j 1.20
                        "chat(String)",
                        "chat(ChatMessage[])",
                        "chat(List)");
    }

    @Test
    void every_callback_of_a_handler_is_heard_from_upstream() {
        assertThat(notDeclaredBy(UpstreamHandler.class, StreamingChatResponseHandler.class))
                .isEmpty();
        assertThat(notDeclaredBy(ObservedHandler.class, StreamingChatResponseHandler.class))
                .isEmpty();
    }

    private static Set<String> notDeclaredBy(Class<?> ours, Class<?> theirs) {
        Set<String> signatures = signatures(theirs);
        signatures.removeAll(signatures(ours));
        return signatures;
    }

    private static Set<String> signatures(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods())
                .filter(method -> !Modifier.isStatic(method.getModifiers()) && !method.isSynthetic())
                .map(DelegationSurfaceTest::signature)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String signature(Method method) {
        return Arrays.stream(method.getParameterTypes())
                .map(Class::getSimpleName)
                .collect(Collectors.joining(", ", method.getName() + "(", ")"));
    }
}
