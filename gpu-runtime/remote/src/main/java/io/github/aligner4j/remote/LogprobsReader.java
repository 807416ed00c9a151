// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.completion.TokenLogprobs;
import io.github.aligner4j.remote.EngineProfile.Generation;
import io.github.aligner4j.remote.EngineProfile.Logprobs;
import io.github.aligner4j.remote.EngineProfile.LogprobsForm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads log probabilities of an answer. One that is no number is refused: a gate would take any substitute for a verdict. */
final class LogprobsReader {

    private final int top;
    private final HttpFailures failures;

    private LogprobsReader(int top, HttpFailures failures) {
        this.top = top;
        this.failures = failures;
    }

    /**
     * Returns the log probabilities in one chunk, in order, with at most {@code top} alternatives each.
     *
     * @throws RemoteEngineException if one of them is no number
     */
    static List<TokenLogprobs> logprobs(JsonNode chunk, Generation generation, int top, HttpFailures failures) {
        Logprobs logprobs = generation.logprobs();
        if (top == 0 || logprobs == null) {
            return List.of();
        }
        JsonNode node = Json.at(chunk, logprobs.path());
        LogprobsReader reader = new LogprobsReader(top, failures);
        return logprobs.form() == LogprobsForm.ROWS ? reader.rows(node) : reader.columns(node);
    }

    private List<TokenLogprobs> rows(JsonNode list) {
        List<TokenLogprobs> tokens = new ArrayList<>();
        for (JsonNode row : list) {
            List<TokenLogprobs.Alternative> alternatives = new ArrayList<>();
            row.path("top_logprobs")
                    .forEach(other -> alternatives.add(new TokenLogprobs.Alternative(
                            other.path("token").asString(""), logprob(other.path("logprob")))));
            tokens.add(new TokenLogprobs(
                    row.path("token").asString(""), logprob(row.path("logprob")), sorted(alternatives)));
        }
        return tokens;
    }

    private List<TokenLogprobs> columns(JsonNode lists) {
        List<TokenLogprobs> tokens = new ArrayList<>();
        for (int i = 0; i < lists.path("tokens").size(); i++) {
            List<TokenLogprobs.Alternative> alternatives = new ArrayList<>();
            for (Map.Entry<String, JsonNode> other :
                    lists.path("top_logprobs").path(i).properties()) {
                alternatives.add(new TokenLogprobs.Alternative(other.getKey(), logprob(other.getValue())));
            }
            tokens.add(new TokenLogprobs(
                    lists.path("tokens").path(i).asString(""),
                    logprob(lists.path("token_logprobs").path(i)),
                    sorted(alternatives)));
        }
        return tokens;
    }

    private double logprob(JsonNode value) {
        if (!value.isNumber()) {
            throw failures.broken(
                    "sent a log probability that is no number; look into the engine's log, its weights may"
                            + " be damaged");
        }
        return Math.min(0.0, value.doubleValue());
    }

    private List<TokenLogprobs.Alternative> sorted(List<TokenLogprobs.Alternative> alternatives) {
        return alternatives.stream()
                .sorted(Comparator.comparingDouble(TokenLogprobs.Alternative::logprob)
                        .reversed())
                .limit(top)
                .toList();
    }
}
