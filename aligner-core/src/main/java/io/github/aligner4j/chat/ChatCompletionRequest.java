// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chat;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Incubating;
import io.github.aligner4j.Turn;
import io.github.aligner4j.completion.CompletionListener;
import io.github.aligner4j.completion.SamplingParameters;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request to a {@link ChatCompletionModel}: messages, sampling, limits and listener. Immutable. */
@Incubating
public final class ChatCompletionRequest {

    private final List<Turn> messages;
    private final SamplingParameters sampling;
    private final List<String> stop;
    private final @Nullable Instant deadline;
    private final Cancellation cancellation;
    private final CompletionListener listener;

    private ChatCompletionRequest(Builder builder) {
        this.messages = builder.messages;
        this.sampling = builder.sampling;
        this.stop = builder.stop;
        this.deadline = builder.deadline;
        this.cancellation = builder.cancellation;
        this.listener = builder.listener;
    }

    /**
     * Returns a builder of a request, by default greedy and without deadline or listener.
     *
     * @throws IllegalArgumentException if there is no message
     */
    public static Builder builder(List<Turn> messages) {
        return new Builder(messages);
    }

    /** Returns the messages, oldest first; at least one. */
    public List<Turn> messages() {
        return messages;
    }

    /** Returns how tokens are chosen, and how many at most. */
    public SamplingParameters sampling() {
        return sampling;
    }

    /** Returns the strings that end the reply, which does not contain them. */
    public List<String> stop() {
        return stop;
    }

    /** Returns the instant at which the caller gives up. */
    public Optional<Instant> deadline() {
        return Optional.ofNullable(deadline);
    }

    /** Returns what lets another thread cancel the call. */
    public Cancellation cancellation() {
        return cancellation;
    }

    /** Returns the listener of the generated text. */
    public CompletionListener listener() {
        return listener;
    }

    /** Describes the request without quoting its messages. */
    @Override
    public String toString() {
        return "ChatCompletionRequest[" + messages + ", " + sampling + "]";
    }

    /** Collects the parts of a {@link ChatCompletionRequest}. Not safe for use by several threads. */
    public static final class Builder {

        private final List<Turn> messages;
        private SamplingParameters sampling = SamplingParameters.GREEDY;
        private List<String> stop = List.of();
        private @Nullable Instant deadline;
        private Cancellation cancellation = Cancellation.never();
        private CompletionListener listener = CompletionListener.NONE;

        private Builder(List<Turn> messages) {
            this.messages = List.copyOf(messages);
            if (this.messages.isEmpty()) {
                throw new IllegalArgumentException("a chat request needs at least one message, but has none");
            }
        }

        /** Sets how tokens are chosen, and how many at most. */
        public Builder sampling(SamplingParameters sampling) {
            this.sampling = Objects.requireNonNull(sampling, "sampling");
            return this;
        }

        /**
         * Sets the strings that end the reply.
         *
         * @throws IllegalArgumentException if one of them is empty
         */
        public Builder stop(List<String> stop) {
            if (stop.stream().anyMatch(String::isEmpty)) {
                throw new IllegalArgumentException("a stop string must have at least one character, but one is empty");
            }
            this.stop = List.copyOf(stop);
            return this;
        }

        /** Sets the instant at which the caller gives up, or null for none. */
        public Builder deadline(@Nullable Instant deadline) {
            this.deadline = deadline;
            return this;
        }

        /** Sets what lets another thread cancel the call. */
        public Builder cancellation(Cancellation cancellation) {
            this.cancellation = Objects.requireNonNull(cancellation, "cancellation");
            return this;
        }

        /** Sets the listener of the generated text. */
        public Builder listener(CompletionListener listener) {
            this.listener = Objects.requireNonNull(listener, "listener");
            return this;
        }

        /** Returns the request. */
        public ChatCompletionRequest build() {
            return new ChatCompletionRequest(this);
        }
    }
}
