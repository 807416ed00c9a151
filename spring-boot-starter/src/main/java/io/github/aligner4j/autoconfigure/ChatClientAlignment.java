package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.autoconfigure.ChainBindings.Binding;
import io.github.aligner4j.springai.AlignerAdvisor;
import io.github.aligner4j.springai.AlignerAdvisors;
import java.util.List;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.DefaultChatClient;
import org.springframework.ai.chat.client.advisor.api.Advisor;

/** Adds advisors to chat clients so that each answer is aligned once. */
final class ChatClientAlignment {

    private ChatClientAlignment() {}

    /** Returns the advisors of a chain; of one that names the client, one place further out, so that it wins. */
    static List<Advisor> advisors(Binding binding) {
        AlignerStack stack = binding.stack();
        return AlignerAdvisors.builder(stack)
                .name("aligner " + stack.name())
                .order(binding.named() ? AlignerAdvisor.DEFAULT_ORDER - 1 : AlignerAdvisor.DEFAULT_ORDER)
                .structuredOutput(binding.chain().structuredOutput())
                .toolCallText(binding.chain().toolTurnText())
                .thinkingOpened(binding.chain().thinkingOpened())
                .build();
    }

    /**
     * Returns what already aligns the client. Clients other than Spring AI's own don't tell: for those, advisors themselves
     * see to it that only one of them corrects.
     */
    static List<Aligner> alignersOf(ChatClient client) {
        if (!(client.prompt() instanceof DefaultChatClient.DefaultChatClientRequestSpec spec)) {
            return List.of();
        }
        return spec.getAdvisors().stream()
                .filter(AlignerAdvisor.class::isInstance)
                .map(advisor -> ((AlignerAdvisor) advisor).aligner())
                .toList();
    }
}
