// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.evaluation.compare.Price;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A chat model, as it is configured: behind an endpoint, or a checkpoint in this JVM.
 *
 * @param name the name by which systems and judges choose it
 * @param checkpoint the checkpoint; empty for an endpoint
 * @param endpoint the endpoint; empty for a checkpoint
 * @param price the price of its tokens; empty if it is unknown or there is none
 */
record ChatModelSpec(String name, String checkpoint, Optional<Endpoint> endpoint, Optional<Price> price) {

    /** Engines that one runs oneself, so that a token has no price unless one is set. */
    private static final Set<String> OWN = Set.of("vllm", "sglang", "llama-cpp", "ollama");

    /**
     * An endpoint.
     *
     * @param engine the engine or the file of its profile
     * @param baseUrls its URLs
     * @param model the model's name there; may be empty
     * @param apiKeyVariable the environment variable with the key; empty without one
     * @param contentsAreText true if the API never reads text as special tokens
     * @param timeout the timeout of a reply
     */
    record Endpoint(
            String engine,
            List<String> baseUrls,
            String model,
            String apiKeyVariable,
            boolean contentsAreText,
            Duration timeout) {

        /** The timeout of endpoints without one. */
        static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(2);
    }

    /** Returns true if this is an address: a URL, a checkpoint on the hub, or a checkpoint's folder. */
    static boolean isAddress(String text) {
        return isUrl(text) || HubModels.isHub(text) || Files.isDirectory(Path.of(text));
    }

    private static boolean isUrl(String text) {
        return text.startsWith("http://") || text.startsWith("https://");
    }

    /**
     * Returns the chat model of an address: {@code http://HOST:PORT#MODEL} for an OpenAI-compatible endpoint, otherwise a checkpoint.
     */
    static ChatModelSpec ofAddress(String address) {
        if (!isUrl(address)) {
            return new ChatModelSpec(address, address, Optional.empty(), Optional.empty());
        }
        int hash = address.indexOf('#');
        String url = hash < 0 ? address : address.substring(0, hash);
        String model = hash < 0 ? "" : address.substring(hash + 1);
        Endpoint endpoint = new Endpoint("openai", List.of(url), model, "", false, Endpoint.DEFAULT_TIMEOUT);
        return new ChatModelSpec(address, "", Optional.of(endpoint), Optional.empty());
    }

    /**
     * Returns the name of the model in files of judgments, which does not change if its server moves: the model's own, after the
     * name by which it is chosen if that is another, as in {@code small=qwen}.
     */
    String stableName() {
        String model = endpoint.map(Endpoint::model).orElseGet(() -> modelOf(checkpoint));
        boolean address = name.equals(checkpoint)
                || endpoint.filter(each -> each.baseUrls().stream().anyMatch(name::startsWith))
                        .isPresent();
        if (model.isEmpty() || model.equals(name)) {
            return name;
        }
        return address ? model : name + "=" + model;
    }

    private static String modelOf(String checkpoint) {
        Path folder =
                checkpoint.startsWith("hf://") ? null : Path.of(checkpoint).getFileName();
        return folder == null ? checkpoint : folder.toString();
    }

    /** Returns whether its tokens may cost money, but nobody has said how much. */
    boolean hasUnknownPrice() {
        return price.isEmpty()
                && endpoint.filter(each -> !OWN.contains(each.engine())).isPresent();
    }

    @Override
    public String toString() {
        return endpoint.map(each -> each.engine() + " " + each.model() + " at " + String.join(", ", each.baseUrls()))
                .orElse(checkpoint);
    }
}
