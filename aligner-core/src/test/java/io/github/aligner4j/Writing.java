package io.github.aligner4j;

import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import io.github.aligner4j.completion.TokenUsage;
import java.util.List;

/** Models that write what they are made to. */
final class Writing {

    private Writing() {}

    /** Writes {@code text}, in one piece. */
    static CompletionModel text(String text) {
        return request -> completion(text);
    }

    /** Writes {@code pieces}, each heard by itself, and lets what the listener throws through. */
    static CompletionModel pieces(String... pieces) {
        return request -> {
            List.of(pieces).forEach(request.listener()::onText);
            return completion(String.join("", pieces));
        };
    }

    static Completion completion(String text) {
        return new Completion(text, FinishReason.STOP, new TokenUsage(7, 5), CompletionTimings.NONE);
    }
}
