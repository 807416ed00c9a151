// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.TokenUsage;
import io.github.aligner4j.evaluation.compare.SystemAnswer;
import io.github.aligner4j.evaluation.outcome.Outcome.Ending;
import io.github.aligner4j.training.dataset.BadRowException;
import io.github.aligner4j.training.dataset.JsonRow;
import java.time.Duration;
import java.util.Locale;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Answers that a system gave before: lines of recordings, of {@code aligner correct}, and of {@code answers/NAME.jsonl}. */
final class RecordedAnswer {

    private static final double NANOS_PER_SECOND = 1e9;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final Set<String> RECORDING = Set.of("schemaVersion", "layers", "chain", "error");

    private RecordedAnswer() {}

    /** Returns whether the object's correction is that of an Aligner: a line of a recording or of {@code aligner correct}. */
    static boolean isRecorded(ObjectNode json) {
        return RECORDING.stream().anyMatch(json::hasNonNull) || (json.has(Row.CHANGED) && json.has(Row.TIMINGS));
    }

    /**
     * Returns the answer of a recorded line to the row {@code id}.
     *
     * @throws BadRowException if it has none
     */
    static SystemAnswer of(String id, JsonRow row) throws BadRowException {
        ObjectNode json = row.json();
        String error = json.path("error").asString("");
        String original = row.text(Row.ANSWER, "question and answer");
        if (!error.isEmpty()) {
            return new SystemAnswer(id, original, Ending.FAILED, error, usage(json), elapsed(json));
        }
        String answer = row.text(Row.CORRECTION, "correction or error");
        return new SystemAnswer(id, answer, Ending.CORRECTED, "", usage(json), elapsed(json));
    }

    /** Returns how a line of {@code answers/NAME.jsonl} says that the correction ended. */
    static Ending ending(JsonNode json) throws BadRowException {
        String name = json.path("ending").asString("corrected");
        for (Ending ending : Ending.values()) {
            if (ending.name().toLowerCase(Locale.ROOT).equals(name)) {
                return ending;
            }
        }
        throw new BadRowException("'ending' is none of corrected, rejected and failed");
    }

    /** Returns the tokens in the field {@code usage}; none without it. */
    static TokenUsage usage(JsonNode json) throws BadRowException {
        JsonNode usage = json.path("usage");
        int prompt = usage.path("promptTokens").asInt(0);
        int completion = usage.path("completionTokens").asInt(0);
        if (prompt < 0 || completion < 0) {
            throw new BadRowException("'usage' has a negative number of tokens");
        }
        return new TokenUsage(prompt, completion);
    }

    /** Returns the duration in {@code seconds}, {@code timings.seconds} or {@code elapsedMs}; zero without any of them. */
    static Duration elapsed(JsonNode json) throws BadRowException {
        JsonNode timings = json.path(Row.TIMINGS).path("seconds");
        JsonNode seconds = timings.isMissingNode() ? json.path("seconds") : timings;
        double nanos = seconds.isNumber()
                ? seconds.asDouble() * NANOS_PER_SECOND
                : json.path("elapsedMs").asDouble(0) * NANOS_PER_MILLI;
        if (!(nanos >= 0 && nanos <= Long.MAX_VALUE)) {
            throw new BadRowException("its duration is no number of at least 0");
        }
        return Duration.ofNanos((long) nanos);
    }
}
