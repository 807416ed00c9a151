// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.remote;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The facts that an engine reports about itself.
 *
 * @param version its version, or null
 * @param contextTokens the maximum number of tokens of prompt and completion together, or 0 if it does not report it
 * @param models its models
 * @param adapters its LoRA adapters by name, with their numbers
 * @param specialTokens the special tokens of its vocabulary, as far as it reports them
 * @param firstToken the token that it puts before every text, or null
 */
record EngineFacts(
        @Nullable String version,
        int contextTokens,
        List<String> models,
        Map<String, Integer> adapters,
        SpecialTokens specialTokens,
        @Nullable String firstToken) {

    /** Copies the collections. */
    EngineFacts {
        models = List.copyOf(models);
        adapters = Map.copyOf(adapters);
    }
}
