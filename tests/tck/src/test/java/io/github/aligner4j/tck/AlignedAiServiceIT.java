// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.tck;

import dev.langchain4j.model.chat.ChatModel;
import dev.langchain4j.service.common.AbstractAiServiceIT;
import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

@Execution(ExecutionMode.CONCURRENT)
class AlignedAiServiceIT extends AbstractAiServiceIT {

    @Override
    protected List<ChatModel> models() {
        return Candidates.chat(Abilities.ALL);
    }
}
