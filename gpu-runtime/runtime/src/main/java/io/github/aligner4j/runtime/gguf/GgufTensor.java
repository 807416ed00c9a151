// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.gguf;

import io.github.aligner4j.runtime.checkpoint.TensorInfo;
import java.util.function.Supplier;

/**
 * A tensor of a GGUF file.
 *
 * @param info name in the file, type and shape
 * @param elements reads the elements when they are written, the last dimension varying fastest
 */
record GgufTensor(TensorInfo info, Supplier<float[]> elements) {}
