// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.prompted;

import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.chat.ChatCompletionModel;
import io.github.aligner4j.chat.ChatCompletionRequest;
import io.github.aligner4j.completion.Completion;
import io.github.aligner4j.completion.CompletionTimings;
import io.github.aligner4j.completion.FinishReason;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Replies by a script, one character at a time to listeners; each reply costs 10 tokens and has one for each word. */
final class ChatScript implements ChatCompletionModel {

    final List<ChatCompletionRequest> requests = new CopyOnWriteArrayList<>();
    private final Function<ChatCompletionRequest, String> replies;

    ChatScript(String... replies) {
        AtomicInteger next = new AtomicInteger();
        this.replies = request -> replies[next.getAndIncrement()];
    }

    ChatScript(Function<ChatCompletionRequest, String> replies) {
        this.replies = replies;
    }

    @Override
    public Completion complete(ChatCompletionRequest request) {
        requests.add(request);
        String text = replies.apply(request);
        text.codePoints().mapToObj(Character::toString).forEach(request.listener()::onText);
        return new Completion(
                text, FinishReason.STOP, new TokenUsage(10, text.split("\\s+").length), CompletionTimings.NONE);
    }

    /** Returns the text of a message of a request; both counted from 0. */
    String message(int request, int message) {
        return requests.get(request).messages().get(message).text();
    }
}
