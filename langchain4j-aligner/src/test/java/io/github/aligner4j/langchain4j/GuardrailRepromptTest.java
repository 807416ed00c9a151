// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.langchain4j;

import dev.langchain4j.data.message.AiMessage;
import dev.langchain4j.data.message.UserMessage;
import dev.langchain4j.guardrail.OutputGuardrail;
import dev.langchain4j.guardrail.OutputGuardrailException;
import dev.langchain4j.guardrail.OutputGuardrailResult;
import dev.langchain4j.guardrail.config.OutputGuardrailsConfig;
import dev.langchain4j.memory.chat.MessageWindowChatMemory;
import dev.langchain4j.service.AiServices;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

import static io.github.aligner4j.langchain4j.RepromptTest.MESSAGE;
import static io.github.aligner4j.langchain4j.RepromptTest.picky;
import static io.github.aligner4j.langchain4j.RepromptTest.stack;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A guardrail whose layer reprompts leaves the reprompt to LangChain4j. */
class GuardrailRepromptTest {

    private static final String REFUSAL = "I can't answer that.";

    private final List<String> read = new CopyOnWriteArrayList<>();
    private final OutputGuardrail reader = new OutputGuardrail() {
        @Override
        public OutputGuardrailResult validate(AiMessage message) {
            read.add(message.text());
            return success();
        }
    };

    interface Assistant {
        String answer(String question);
    }

    private AiServices<Assistant> assistant(ScriptedChatModel upstream, int maxReprompts, int attempts) {
        return AiServices.builder(Assistant.class)
                .chatModel(upstream)
                .outputGuardrailsConfig(
                        OutputGuardrailsConfig.builder().maxRetries(attempts).build())
                .outputGuardrails(reader, new AlignerOutputGuardrail(stack(picky(), maxReprompts)));
    }

    @Test
    void the_new_answer_passes_all_guardrails_and_is_corrected() {
        ScriptedChatModel upstream = new ScriptedChatModel("you idiot", "yes");

        String answer = assistant(upstream, 1, 2)
                .chatMemory(MessageWindowChatMemory.withMaxMessages(10))
                .build()
                .answer("hi");

        assertThat(answer).isEqualTo("YES");
        assertThat(read).containsExactly("you idiot", "yes");
        assertThat(upstream.requests.get(1).messages())
                .containsExactly(UserMessage.from("hi"), AiMessage.from("you idiot"), UserMessage.from(MESSAGE));
    }

    @Test
    void after_as_many_reprompts_as_the_policy_has_it_decides() {
        ScriptedChatModel upstream = new ScriptedChatModel("you idiot");
        Assistant assistant = assistant(upstream, 2, 5)
                .chatMemory(MessageWindowChatMemory.withMaxMessages(10))
                .build();

        assertThat(assistant.answer("hi")).isEqualTo(REFUSAL);
        assertThat(upstream.requests).hasSize(3);
        assertThat(assistant.answer("hi again")).isEqualTo(REFUSAL);
        assertThat(upstream.requests).hasSize(6);
    }

    @Test
    void langchain4js_own_limit_fails_the_call() {
        Assistant assistant = assistant(new ScriptedChatModel("you idiot"), 5, 2)
                .chatMemory(MessageWindowChatMemory.withMaxMessages(10))
                .build();

        assertThatThrownBy(() -> assistant.answer("hi"))
                .isInstanceOf(OutputGuardrailException.class)
                .hasMessageContaining("the model is asked again");
    }

    @Test
    void without_a_memory_the_policy_decides_at_once() {
        ScriptedChatModel upstream = new ScriptedChatModel("you idiot", "yes");

        assertThat(assistant(upstream, 1, 2).build().answer("hi")).isEqualTo(REFUSAL);
        assertThat(upstream.requests).hasSize(1);
    }
}
