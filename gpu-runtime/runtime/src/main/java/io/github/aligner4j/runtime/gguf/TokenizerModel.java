// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.gguf;

import java.util.List;

/** The kind of a tokenizer's model in llama.cpp. */
sealed interface TokenizerModel permits ByteLevelModel, SentencePieceModel {

    /** Puts the keys that only this kind has. */
    void describe(GgufMetadata metadata);

    /** Returns what an engine will do differently, one sentence each. */
    List<String> differences();
}
