// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.tck;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.model.chat.common.AbstractChatModelIT;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class AlignedChatModelIT extends AbstractChatModelIT {

    @Override
    protected List<ChatModel> models() {
        return Candidates.chat(Abilities.ALL);
    }

    @Override
    protected ChatModel createModelWith(ChatRequestParameters parameters) {
        return Candidates.with(Abilities.ALL, parameters);
    }

    @Override
    protected ChatRequestParameters createIntegrationSpecificParameters(int maxOutputTokens) {
        return ChatRequestParameters.builder().maxOutputTokens(maxOutputTokens).build();
    }

    @Override
    protected String customModelName() {
        return "another-model";
    }

    /** Asked by the suites of LangChain4j 1.20. */
    @SuppressWarnings("MissingOverride")
    protected boolean supportsChatAsync() {
        return true;
    }
}
