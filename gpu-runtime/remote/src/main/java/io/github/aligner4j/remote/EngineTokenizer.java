// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import io.github.aligner4j.completion.CompletionModelException;
import io.github.aligner4j.completion.Prompt;
import io.github.aligner4j.completion.Prompt.Segment;
import io.github.aligner4j.completion.Prompt.Text;
import io.github.aligner4j.completion.UnsafePromptException;
import io.github.aligner4j.remote.EngineProfile.Tokenization;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Turns prompts into token ids with an engine's own tokenizer, so that special tokens in texts stay text.
 *
 * <p>An engine that can tokenize without reading special tokens (llama.cpp with {@code parse_special: false}) does so. Of an engine
 * that always reads them (vLLM, SGLang, llama.cpp of early 2025), texts are cut within each special token, and the parts are
 * tokenized apart: {@code <} and {@code /s>} are no special token. That needs a tokenizer that puts no space before a part; with
 * others, such as Llama 2's, a text with a special token is refused.
 */
final class EngineTokenizer {

    private static final int MAX_REMEMBERED = 10_000;

    /** Beyond this many candidates in one text, the engine is not asked any more; they are taken for special tokens. */
    private static final int MAX_ASKED = 32;

    private final Tokenization api;
    private final Transport transport;
    private final String model;
    private final SpecialTokens specialTokens;
    private final Map<String, List<Integer>> remembered = new ConcurrentHashMap<>();
    private List<Integer> prefix = List.of();
    private boolean readsSpecialTokens = true;
    private boolean addsSpace;

    private EngineTokenizer(Tokenization api, Transport transport, String model, SpecialTokens specialTokens) {
        this.api = api;
        this.transport = transport;
        this.model = model;
        this.specialTokens = specialTokens;
    }

    /**
     * Returns the tokenizer of an engine, after finding out how it treats special tokens.
     *
     * @param specialTokens the special tokens of its vocabulary, as far as the engine reports them
     */
    static EngineTokenizer probe(
            Tokenization api, Transport transport, String model, SpecialTokens specialTokens, Call call) {
        EngineTokenizer tokenizer = new EngineTokenizer(api, transport, model, specialTokens);
        List<Integer> letter = tokenizer.tokenize("a", false, false, call);
        List<Integer> withPrefix = tokenizer.tokenize("a", true, false, call);
        int start = Collections.indexOfSubList(withPrefix, letter);
        if (letter.isEmpty() || start < 0) {
            throw transport
                    .failures()
                    .broken("tokenizes the letter a in a way that can't be understood; check that"
                            + " engine names the kind that runs there");
        }
        tokenizer.prefix = List.copyOf(withPrefix.subList(0, start));
        List<Integer> secondLine = tokenizer.tokenize("\na", false, false, call);
        tokenizer.addsSpace = !last(secondLine).equals(last(letter));
        tokenizer.readsSpecialTokens = tokenizer.probeReadsSpecialTokens(call);
        return tokenizer;
    }

    /** Without a known special token, the worse is assumed. */
    private boolean probeReadsSpecialTokens(Call call) {
        if (api.parseSpecial() == null) {
            return true;
        }
        for (String token : specialTokens.known()) {
            if (tokenize(token, false, true, call).size() == 1) {
                return tokenize(token, false, false, call).size() == 1;
            }
        }
        return true;
    }

    /** Returns the ids of a prompt; those that precede every sequence are among them, unless the prompt has all its tokens. */
    List<Integer> encode(Prompt prompt, Call call) {
        List<Integer> ids = new ArrayList<>();
        for (Segment segment : prompt.segments()) {
            ids.addAll(segment instanceof Text text ? text(text.text(), call) : special(segment.text(), call));
        }
        if (!ids.isEmpty() && prompt.addSpecialTokens()) {
            ids.addAll(0, prefix);
        }
        return ids;
    }

    /** Returns true if {@code text} has special tokens, as far as the engine knows. */
    boolean hasSpecialTokens(String text, Call call) {
        return !specialTokensIn(text, call).isEmpty();
    }

    private List<Integer> text(String text, Call call) {
        if (text.isEmpty()) {
            return List.of();
        }
        Set<String> special = readsSpecialTokens ? specialTokensIn(text, call) : Set.of();
        if (special.isEmpty()) {
            return tokenize(text, false, false, call);
        }
        if (addsSpace) {
            throw new UnsafePromptException("text of " + text.length() + " characters has special tokens of the model,"
                    + " and the tokenizer of " + transport.failures().title() + " at "
                    + transport.failures().url()
                    + " can't read them as text; remove them from the text, or run the model in the JVM or behind a"
                    + " newer llama.cpp");
        }
        List<Integer> ids = new ArrayList<>();
        for (String part : specialTokens.cut(text, special)) {
            ids.addAll(tokenize(part, false, false, call));
        }
        return ids;
    }

    private Set<String> specialTokensIn(String text, Call call) {
        int[] asked = {0};
        return specialTokens.in(
                text,
                candidate ->
                        asked[0]++ >= MAX_ASKED || asSpecial(candidate, call).size() == 1);
    }

    private List<Integer> special(String token, Call call) {
        List<Integer> ids = asSpecial(token, call);
        if (ids.size() != 1) {
            throw new CompletionModelException(
                    "the template's special token '" + token + "' is no token of the model at "
                            + transport.failures().url() + "; choose the template that the model was trained with");
        }
        return ids;
    }

    private List<Integer> asSpecial(String token, Call call) {
        List<Integer> ids = remembered.get(token);
        if (ids == null) {
            ids = tokenize(token, false, true, call);
            if (remembered.size() >= MAX_REMEMBERED) {
                remembered.clear();
            }
            remembered.put(token, ids);
        }
        return ids;
    }

    private List<Integer> tokenize(String text, boolean addSpecial, boolean parseSpecial, Call call) {
        ObjectNode body = Json.MAPPER.createObjectNode();
        if (api.body() != null) {
            api.body().forEach((field, value) -> Json.put(body, "/" + field, value));
        }
        Json.put(body, api.text(), text);
        Json.put(body, api.addSpecial(), addSpecial);
        if (api.model() != null) {
            Json.put(body, api.model(), model);
        }
        if (api.parseSpecial() != null) {
            Json.put(body, api.parseSpecial(), parseSpecial);
        }
        JsonNode tokens = Json.at(transport.json(api.path(), body, call), api.tokens());
        List<Integer> ids = new ArrayList<>();
        for (JsonNode token : tokens) {
            if (!token.isIntegralNumber()) {
                throw transport
                        .failures()
                        .broken("sent a token id that is no number; check that engine names the kind"
                                + " that runs there");
            }
            ids.add(token.intValue());
        }
        if (!tokens.isArray()) {
            throw transport.failures().broken("sent no token ids; check that engine names the kind that runs there");
        }
        return ids;
    }

    private static Integer last(List<Integer> ids) {
        return ids.isEmpty() ? -1 : ids.get(ids.size() - 1);
    }
}
