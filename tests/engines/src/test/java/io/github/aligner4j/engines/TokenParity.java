// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.engines;

import io.github.aligner4j.CorrectionRequest;
import io.github.aligner4j.completion.CompletionRequest;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.SamplingParameters;
import io.github.aligner4j.runtime.ModelSource;
import io.github.aligner4j.runtime.RuntimeOptions;
import io.github.aligner4j.runtime.TorchCompletionModel;
import io.github.aligner4j.runtime.checkpoint.CheckpointDescriptors;
import io.github.aligner4j.runtime.checkpoint.CheckpointDirectory;
import io.github.aligner4j.runtime.djl.DjlTokenizer;
import io.github.aligner4j.template.CorrectionTemplate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** Compares the tokens that an engine and the JVM generate after the same prompt ids, greedily and in float32. */
final class TokenParity {

    private static final int MAX_NEW_TOKENS = 128;
    private static final int ALTERNATIVES = 20;

    private final LlamaServer server;
    private final Set<Integer> endIds;

    private TokenParity(LlamaServer server, Set<Integer> endIds) {
        this.server = server;
        this.endIds = endIds;
    }

    /**
     * The result of the comparison.
     *
     * @param rows number of rows
     * @param samePrompts number of rows whose text the engine's own tokenizer gives the same ids
     * @param differences the rows whose tokens differ
     */
    record Result(int rows, int samePrompts, List<Difference> differences) {

        int equal() {
            return rows - differences.size();
        }
    }

    /**
     * A row whose tokens differ.
     *
     * @param row its number, from 1
     * @param position index of the first different token
     * @param ours the JVM's token
     * @param theirs the engine's token
     * @param gap difference of the logits of both, as the engine has them; empty if one is not among the most likely
     */
    record Difference(int row, int position, int ours, int theirs, OptionalDouble gap) {}

    static Result compare(CheckOptions options, LlamaServer server) {
        CheckpointDirectory checkpoint = CheckpointDirectory.open(options.checkpoint());
        CorrectionTemplate template =
                CheckpointDescriptors.read(options.checkpoint()).correctionTemplate();
        List<Prompt> prompts = Stream.concat(CheckRow.all().stream().map(CheckRow::answer), CheckRow.blunt().stream())
                .limit(options.rows())
                .map(answer -> template.render(CorrectionRequest.of("", answer)).prompt())
                .toList();
        TokenParity parity = new TokenParity(server, checkpoint.specialTokens().end());
        RuntimeOptions exact = RuntimeOptions.DEFAULT.withDtype("float32");
        try (TorchCompletionModel model = TorchCompletionModel.builder(ModelSource.folder(options.checkpoint()))
                        .options(exact)
                        .open();
                DjlTokenizer tokenizer = DjlTokenizer.load(
                        checkpoint.tokenizer(), checkpoint.config().vocabularySize())) {
            return parity.compare(prompts, model, tokenizer);
        }
    }

    private Result compare(List<Prompt> prompts, TorchCompletionModel model, DjlTokenizer tokenizer) {
        int same = 0;
        List<Difference> differences = new ArrayList<>();
        for (int i = 0; i < prompts.size(); i++) {
            List<Integer> ids =
                    Arrays.stream(tokenizer.encode(prompts.get(i))).boxed().toList();
            same += ids.equals(tokenized(prompts.get(i))) ? 1 : 0;
            List<Integer> ours = withoutEnd(model.generate(CompletionRequest.builder(prompts.get(i))
                            .sampling(SamplingParameters.GREEDY.withMaxNewTokens(MAX_NEW_TOKENS))
                            .build())
                    .tokenIds());
            List<Integer> theirs =
                    withoutEnd(numbers(complete(ids, MAX_NEW_TOKENS).path("tokens")));
            if (!ours.equals(theirs)) {
                differences.add(difference(i + 1, ids, ours, theirs));
            }
        }
        return new Result(prompts.size(), same, differences);
    }

    private Difference difference(int row, List<Integer> prompt, List<Integer> ours, List<Integer> theirs) {
        int position = 0;
        while (token(ours, position) == token(theirs, position)) {
            position++;
        }
        List<Integer> ids = new ArrayList<>(prompt);
        ids.addAll(ours.subList(0, position));
        JsonNode alternatives =
                complete(ids, 1).path("completion_probabilities").path(0).path("top_logprobs");
        OptionalDouble our = logprob(alternatives, token(ours, position));
        OptionalDouble their = logprob(alternatives, token(theirs, position));
        OptionalDouble gap = our.isPresent() && their.isPresent()
                ? OptionalDouble.of(their.getAsDouble() - our.getAsDouble())
                : OptionalDouble.empty();
        return new Difference(row, position, token(ours, position), token(theirs, position), gap);
    }

    /** Returns a token, or the one that ends a sequence behind the last. */
    private int token(List<Integer> tokens, int position) {
        return position < tokens.size()
                ? tokens.get(position)
                : endIds.iterator().next();
    }

    private static OptionalDouble logprob(JsonNode alternatives, int token) {
        return alternatives
                .valueStream()
                .filter(alternative -> alternative.path("id").asInt(-1) == token)
                .mapToDouble(alternative -> alternative.path("logprob").asDouble())
                .findFirst();
    }

    private JsonNode complete(List<Integer> ids, int maxNewTokens) {
        return server.post(
                "/completion",
                Map.<String, Object>of(
                        "prompt",
                        ids,
                        "n_predict",
                        maxNewTokens,
                        "temperature",
                        0,
                        "cache_prompt",
                        false,
                        "n_probs",
                        ALTERNATIVES,
                        "return_tokens",
                        true,
                        "lora",
                        server.noAdapter()));
    }

    private List<Integer> tokenized(Prompt prompt) {
        return numbers(server.post("/tokenize", Map.<String, Object>of("content", prompt.text(), "add_special", true))
                .path("tokens"));
    }

    private List<Integer> withoutEnd(List<Integer> tokens) {
        boolean ended = !tokens.isEmpty() && endIds.contains(tokens.get(tokens.size() - 1));
        return ended ? tokens.subList(0, tokens.size() - 1) : tokens;
    }

    private static List<Integer> numbers(JsonNode list) {
        return list.valueStream().map(JsonNode::asInt).toList();
    }
}
