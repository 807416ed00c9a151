// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j;

import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionModel;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import java.util.List;

/** Models that write what they are made to. */
public final class Writing {

    private Writing() {}

    /** Writes {@code text}, in one piece. */
    public static CompletionModel text(String text) {
        return request -> completion(text);
    }

    /** Writes {@code pieces}, each heard by itself, and lets what the listener throws through. */
    public static CompletionModel pieces(String... pieces) {
        return request -> {
            List.of(pieces).forEach(request.listener()::onText);
            return completion(String.join("", pieces));
        };
    }

    public static Completion completion(String text) {
        return new Completion(text, FinishReason.STOP, new TokenUsage(7, 5), CompletionTimings.NONE);
    }
}
