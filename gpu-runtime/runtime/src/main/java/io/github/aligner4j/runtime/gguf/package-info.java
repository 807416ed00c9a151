/**
 * Exports checkpoints and LoRA adapters to GGUF, the file format of llama.cpp and of engines built on it. Begin with
 * {@link io.github.aligner4j.runtime.gguf.GgufExport}.
 */
@NullMarked
package io.github.aligner4j.runtime.gguf;

import org.jspecify.annotations.NullMarked;
