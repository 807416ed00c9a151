// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.chattemplate;

import io.github.aligner4j.Incubating;
import io.github.aligner4j.completion.CompletionModelException;
import org.jspecify.annotations.Nullable;

/** Thrown when a chat template can't be read or rendered. Its message quotes the template, but no content. */
@Incubating
public final class ChatTemplateException extends CompletionModelException {

    private static final long serialVersionUID = 1L;

    /** Creates it with what happened and what to do. */
    public ChatTemplateException(String message) {
        super(message);
    }

    /** Creates it with what happened, what to do, and why. */
    public ChatTemplateException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
