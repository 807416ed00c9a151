// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.answer;

import io.github.aligner4j.answer.AnswerPolicy.Form;

/**
 * The treatment of text that an upstream model writes beside a tool call, such as "Let me check." The tool calls themselves
 * always pass unchanged. Users of a streaming model see this text.
 */
public enum ToolCallTextPolicy {

    /** The text is corrected like any answer. The default. */
    ALIGN,
    /**
     * The text is removed and costs no correction. In Spring AI, a running tool loop keeps the uncorrected text in the
     * model's own history.
     */
    DROP,
    /** The text passes <b>uncorrected</b>, also to the users of a stream. */
    PASS;

    /** Returns the form in which the text is corrected, if it is not dropped. */
    public Form form() {
        return this == PASS ? Form.UNTOUCHED : Form.TEXT;
    }
}
