// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.completion;

import io.github.aligner4j.Cancellation;
import io.github.aligner4j.Incubating;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** A request to a {@link CompletionModel}: prompt, sampling, limits and listener. Immutable. */
public final class CompletionRequest {

    private static final int MAX_TOP_LOGPROBS = 20;

    private final Prompt prompt;
    private final String prediction;
    private final SamplingParameters sampling;
    private final List<String> stop;
    private final @Nullable Instant deadline;
    private final Cancellation cancellation;
    private final CompletionListener listener;
    private final @Nullable String adapter;
    private final @Nullable Double strength;
    private final int topLogprobs;
    private final List<String> candidates;

    private CompletionRequest(Builder builder) {
        this.prompt = builder.prompt;
        this.prediction = builder.prediction;
        this.sampling = builder.sampling;
        this.stop = builder.stop;
        this.deadline = builder.deadline;
        this.cancellation = builder.cancellation;
        this.listener = builder.listener;
        this.adapter = builder.adapter;
        this.strength = builder.strength;
        this.topLogprobs = builder.topLogprobs;
        this.candidates = builder.candidates;
    }

    /** Returns a builder of a request, by default greedy and without deadline or listener. */
    public static Builder builder(Prompt prompt) {
        return new Builder(Objects.requireNonNull(prompt, "prompt"));
    }

    /** Returns the prompt to complete. */
    public Prompt prompt() {
        return prompt;
    }

    /**
     * Returns the caller's guess at the completion; empty if there is none. An engine may use it as a draft for speculative decoding.
     */
    public String prediction() {
        return prediction;
    }

    /** Returns how tokens are chosen, and how many at most. */
    public SamplingParameters sampling() {
        return sampling;
    }

    /** Returns the strings that end the completion, which does not contain them. */
    public List<String> stop() {
        return stop;
    }

    /** Returns the instant at which the caller gives up, waiting in a queue included. */
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

    /** Returns the name of the LoRA adapter to use; empty means the base model alone. */
    public Optional<String> adapter() {
        return Optional.ofNullable(adapter);
    }

    /**
     * Returns the coefficient of the checkpoint's steering vector, which says how strongly it corrects: 0 leaves the vector out,
     * empty means the checkpoint's default.
     */
    @Incubating
    public OptionalDouble strength() {
        return strength == null ? OptionalDouble.empty() : OptionalDouble.of(strength);
    }

    /**
     * Returns the number of most likely tokens whose log probabilities the completion has at each position; 0 means that it has
     * no log probabilities.
     */
    @Incubating
    public int topLogprobs() {
        return topLogprobs;
    }

    /**
     * Returns the texts of the tokens whose log probabilities the completion has at each position, however unlikely they are
     * there ({@link TokenLogprobs#candidates()}). An engine that can't tell the log probability of any token ignores them.
     */
    @Incubating
    public List<String> candidates() {
        return candidates;
    }

    /** Collects the parts of a {@link CompletionRequest}. Not safe for use by several threads. */
    public static final class Builder {

        private final Prompt prompt;
        private String prediction = "";
        private SamplingParameters sampling = SamplingParameters.GREEDY;
        private List<String> stop = List.of();
        private @Nullable Instant deadline;
        private Cancellation cancellation = Cancellation.never();
        private CompletionListener listener = CompletionListener.NONE;
        private @Nullable String adapter;
        private @Nullable Double strength;
        private int topLogprobs;
        private List<String> candidates = List.of();

        private Builder(Prompt prompt) {
            this.prompt = prompt;
        }

        /** Sets the caller's guess at the completion. */
        public Builder prediction(String prediction) {
            this.prediction = Objects.requireNonNull(prediction, "prediction");
            return this;
        }

        /** Sets how tokens are chosen, and how many at most. */
        public Builder sampling(SamplingParameters sampling) {
            this.sampling = Objects.requireNonNull(sampling, "sampling");
            return this;
        }

        /**
         * Sets the strings that end the completion.
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

        /**
         * Sets the LoRA adapter by its name in the model; null means the base model alone.
         *
         * @throws IllegalArgumentException if the name is blank
         */
        public Builder adapter(@Nullable String adapter) {
            if (adapter != null && adapter.isBlank()) {
                throw new IllegalArgumentException(
                        "an adapter needs a name, but it is blank; for the base model alone, set none");
            }
            this.adapter = adapter;
            return this;
        }

        /**
         * Sets the coefficient of the checkpoint's steering vector, instead of the checkpoint's own default.
         *
         * @throws IllegalArgumentException if it is not finite
         */
        @Incubating
        public Builder strength(double strength) {
            if (!Double.isFinite(strength)) {
                throw new IllegalArgumentException("strength must be a finite number, but was " + strength);
            }
            this.strength = strength;
            return this;
        }

        /**
         * Sets the number of most likely tokens whose log probabilities are returned at each position ({@link
         * Completion#logprobs()}); 0, the default, returns none.
         *
         * @throws IllegalArgumentException if it is negative or above 20, the maximum of OpenAI's API
         */
        @Incubating
        public Builder topLogprobs(int topLogprobs) {
            if (topLogprobs < 0 || topLogprobs > MAX_TOP_LOGPROBS) {
                throw new IllegalArgumentException(
                        "top-logprobs must be between 0 and " + MAX_TOP_LOGPROBS + ", but was " + topLogprobs);
            }
            this.topLogprobs = topLogprobs;
            return this;
        }

        /**
         * Sets the texts of tokens whose log probabilities are returned at each position, however unlikely they are there; none
         * by default. Each is a single token of the model behind the prompt.
         *
         * @throws IllegalArgumentException if one of them is empty
         */
        @Incubating
        public Builder candidates(List<String> candidates) {
            if (candidates.stream().anyMatch(String::isEmpty)) {
                throw new IllegalArgumentException("a candidate must be the text of a token, but one is empty");
            }
            this.candidates = List.copyOf(candidates);
            return this;
        }

        /** Returns the request. */
        public CompletionRequest build() {
            return new CompletionRequest(this);
        }
    }
}
