// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.Incubating;

/**
 * The treatment of an upstream model's thinking, which is never corrected and can contain what an Aligner removes from the answer.
 * Thinking is what the model reports as such, and {@code <think>} blocks at the beginning of its text ({@link InlineThinking}). A text
 * that consists of such blocks only is corrected inside them, unless it stands beside a tool call.
 */
@Incubating
public enum ThinkingPolicy {
    /** Thinking passes, and streams as it is generated; blocks in the text precede the corrected answer. The default. */
    PASS,
    /** Thinking is removed. */
    DROP
}
