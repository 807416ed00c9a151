package io.github.aligner4j.tck;

import dev.langchain4j.model.chat.StreamingChatModel;
import dev.langchain4j.model.chat.common.StreamingMode;
import dev.langchain4j.model.chat.request.ChatRequestParameters;
import java.util.List;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The streaming suite again, through the publishers that LangChain4j has since 1.20. */
@Execution(ExecutionMode.CONCURRENT)
class AlignedPublisherIT extends AlignedStreamingChatModelIT {

    @Override
    protected List<StreamingMode> streamingModes() {
        return List.of(StreamingMode.PUBLISHER);
    }

    @Override
    protected List<StreamingChatModel> models() {
        List<StreamingChatModel> candidates = Candidates.streaming(Abilities.ALL);
        return candidates.subList(1, candidates.size()).stream()
                .map(AlignedPublisherIT::published)
                .toList();
    }

    @Override
    protected StreamingChatModel createModelWith(ChatRequestParameters parameters) {
        return published(Candidates.streamingWith(Abilities.ALL, parameters));
    }

    private static StreamingChatModel published(StreamingChatModel model) {
        return new StreamingModeAwareModel(model, StreamingMode.PUBLISHER);
    }
}
