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

/** Reads log probabilities of an answer. */
final class LogprobsReader {

    private LogprobsReader() {}

    /** Returns the log probabilities in one chunk, in order, with at most {@code top} alternatives each. */
    static List<TokenLogprobs> logprobs(JsonNode chunk, Generation generation, int top) {
        Logprobs logprobs = generation.logprobs();
        if (top == 0 || logprobs == null) {
            return List.of();
        }
        JsonNode node = Json.at(chunk, logprobs.path());
        return logprobs.form() == LogprobsForm.ROWS ? rows(node, top) : columns(node, top);
    }

    private static List<TokenLogprobs> rows(JsonNode list, int top) {
        List<TokenLogprobs> tokens = new ArrayList<>();
        for (JsonNode row : list) {
            List<TokenLogprobs.Alternative> alternatives = new ArrayList<>();
            row.path("top_logprobs")
                    .forEach(other -> alternatives.add(
                            new TokenLogprobs.Alternative(other.path("token").asString(""), logprob(other))));
            tokens.add(new TokenLogprobs(row.path("token").asString(""), logprob(row), sorted(alternatives, top)));
        }
        return tokens;
    }

    private static double logprob(JsonNode row) {
        return Math.min(0.0, row.path("logprob").asDouble(0.0));
    }

    private static List<TokenLogprobs> columns(JsonNode lists, int top) {
        List<TokenLogprobs> tokens = new ArrayList<>();
        for (int i = 0; i < lists.path("tokens").size(); i++) {
            List<TokenLogprobs.Alternative> alternatives = new ArrayList<>();
            for (Map.Entry<String, JsonNode> other :
                    lists.path("top_logprobs").path(i).properties()) {
                alternatives.add(new TokenLogprobs.Alternative(
                        other.getKey(), Math.min(0.0, other.getValue().asDouble(0.0))));
            }
            double logprob = Math.min(0.0, lists.path("token_logprobs").path(i).asDouble(0.0));
            tokens.add(
                    new TokenLogprobs(lists.path("tokens").path(i).asString(""), logprob, sorted(alternatives, top)));
        }
        return tokens;
    }

    private static List<TokenLogprobs.Alternative> sorted(List<TokenLogprobs.Alternative> alternatives, int top) {
        return alternatives.stream()
                .sorted(Comparator.comparingDouble(TokenLogprobs.Alternative::logprob)
                        .reversed())
                .limit(top)
                .toList();
    }
}
