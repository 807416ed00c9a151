package io.github.aligner4j.autoconfigure;

import io.github.aligner4j.Aligner;
import io.github.aligner4j.AlignerStack;
import io.github.aligner4j.autoconfigure.ChainBindings.Binding;
import io.github.aligner4j.springai.AlignerAdvisor;
import io.github.aligner4j.springai.AlignerAdvisors;
import io.github.aligner4j.springai.StructuredOutput;
import io.github.aligner4j.springai.ToolTurnText;
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
        return AlignerAdvisors.with(AlignerAdvisor.builder(stack)
                .name("aligner " + stack.name())
                .order(binding.named() ? AlignerAdvisor.DEFAULT_ORDER - 1 : AlignerAdvisor.DEFAULT_ORDER)
                .structuredOutput(structuredOutput(binding))
                .toolTurnText(toolTurnText(binding))
                .thinkingOpened(binding.chain().thinkingOpened())
                .build());
    }

    private static StructuredOutput structuredOutput(Binding binding) {
        return switch (binding.chain().structuredOutput()) {
            case SKIP -> StructuredOutput.SKIP;
            case VALUES -> StructuredOutput.VALUES;
        };
    }

    private static ToolTurnText toolTurnText(Binding binding) {
        return switch (binding.chain().toolTurnText()) {
            case ALIGN -> ToolTurnText.ALIGN;
            case DROP -> ToolTurnText.HIDE;
            case PASS -> ToolTurnText.PASS;
        };
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
