// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.cli;

import io.github.aligner4j.training.supervision.Layout;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that format the prompt of an upstream model. */
final class UpstreamPromptFlags {

    private static final String PROMPT = Layout.Standard.QUESTION + "\n";

    @Option(
            names = "--prompt-text",
            paramLabel = "TEXT",
            description = "The prompt of the upstream model: {question} stands for the question, \\n for a line "
                    + "break (default: {question}\\n).")
    private @Nullable String prompt;

    @Option(
            names = "--answer-text",
            paramLabel = "TEXT",
            description = "Text before the upstream model's answer, such as a space (default: none).")
    private @Nullable String prefix;

    /** Returns the layout of the prompt. */
    Layout.Standard layout() {
        return new Layout.Standard(
                prompt == null ? PROMPT : unescaped(prompt), prefix == null ? "" : unescaped(prefix));
    }

    /** Returns the conversational layout; throws if one of these options is given. */
    Layout requireNone() {
        if (prompt != null || prefix != null) {
            throw new IllegalArgumentException(
                    "--prompt-text and --answer-text are for --style standard; conversational rows get the model's"
                            + " chat template");
        }
        return new Layout.Conversational();
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n");
    }
}
