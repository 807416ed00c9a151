// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.completion;

import io.github.aligner4j.Incubating;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Counts and present numbers of the engine behind one or more Aligners, for meters. Numbers that an engine doesn't know are 0 or
 * empty.
 *
 * @param available true if it takes requests
 * @param requests the requests so far and at present
 * @param tokens the tokens so far
 * @param times the time that the completed requests took so far, each by itself
 * @param memory the memory at present
 */
@Incubating
public record EngineStatistics(boolean available, Requests requests, Tokens tokens, Times times, Memory memory) {

    /** Checks that nothing is missing. */
    public EngineStatistics {
        Objects.requireNonNull(requests, "requests");
        Objects.requireNonNull(tokens, "tokens");
        Objects.requireNonNull(times, "times");
        Objects.requireNonNull(memory, "memory");
    }

    /** Returns the statistics of an engine that knows no more than its requests. */
    public static EngineStatistics of(boolean available, Requests requests) {
        return new EngineStatistics(available, requests, Tokens.NONE, Times.NONE, Memory.NONE);
    }

    /** Returns a copy with the memory of the device. */
    public EngineStatistics withDevice(OptionalLong used, OptionalLong total) {
        Memory known = new Memory(
                memory.keyValueBytes(),
                memory.keyValueLimit(),
                memory.prefixBytes(),
                memory.prefixes(),
                memory.evictions(),
                memory.preemptions(),
                used,
                total);
        return new EngineStatistics(available, requests, tokens, times, known);
    }

    /**
     * Requests.
     *
     * @param queued the number that waits at present
     * @param running the number that is being completed at present
     * @param completed the number of completions so far
     * @param failed the number of failures so far, without rejections and without requests that their callers cancelled
     * @param rejected the number that was refused so far because the queue was full
     */
    public record Requests(int queued, int running, long completed, long failed, long rejected) {}

    /**
     * Tokens of completed requests, unless it says otherwise.
     *
     * @param prompt the tokens of all prompts that were started
     * @param reused those of them whose keys and values were cached, so that they were not read again
     * @param completion the generated tokens
     * @param drafted the tokens that were drafted for speculative decoding
     * @param accepted those of them that the model accepted
     * @param passes the forward passes, each request's own, those over chunks of the prompt included
     */
    public record Tokens(long prompt, long reused, long completion, long drafted, long accepted, long passes) {

        /** No tokens. */
        public static final Tokens NONE = new Tokens(0, 0, 0, 0, 0, 0);
    }

    /**
     * Times.
     *
     * @param queue the time in the queue
     * @param prefill the time for reading prompts
     * @param decode the time for generating
     */
    public record Times(Duration queue, Duration prefill, Duration decode) {

        /** No time. */
        public static final Times NONE = new Times(Duration.ZERO, Duration.ZERO, Duration.ZERO);
    }

    /**
     * Memory in bytes.
     *
     * @param keyValueBytes the memory for keys and values that is in use, cached prefixes included
     * @param keyValueLimit the maximum of that
     * @param prefixBytes the part of it that holds cached prefixes
     * @param prefixes the number of cached prefixes
     * @param evictions the number of cached prefixes that were dropped so far to make room
     * @param preemptions the number of times so far that a request lost its keys and values to a more urgent one
     * @param deviceUsed the memory of the device that is in use by all processes; empty if it is unknown
     * @param deviceTotal the memory of the device; empty if it is unknown
     */
    public record Memory(
            long keyValueBytes,
            long keyValueLimit,
            long prefixBytes,
            int prefixes,
            long evictions,
            long preemptions,
            OptionalLong deviceUsed,
            OptionalLong deviceTotal) {

        /** Nothing is known. */
        public static final Memory NONE = new Memory(0, 0, 0, 0, 0, 0, OptionalLong.empty(), OptionalLong.empty());
    }
}
