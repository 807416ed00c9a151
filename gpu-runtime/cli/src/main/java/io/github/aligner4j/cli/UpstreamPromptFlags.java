package io.github.aligner4j.cli;

import io.github.aligner4j.training.supervision.Layout;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How an upstream model is asked by plain text. */
final class UpstreamPromptFlags {

    private static final String FRAME = Layout.Standard.QUESTION + "\n";

    @Option(
            names = "--prompt-text",
            paramLabel = "TEXT",
            description =
                    "What the upstream model reads, with {question} in the question's place and \\n for a line break"
                            + " (default: {question}\\n).")
    private @Nullable String frame;

    @Option(
            names = "--answer-text",
            paramLabel = "TEXT",
            description = "What the upstream model writes before its answer, such as a space (default: nothing).")
    private @Nullable String prefix;

    /** Returns the layout, or the default one. */
    Layout.Standard layout() {
        return new Layout.Standard(frame == null ? FRAME : unescaped(frame), prefix == null ? "" : unescaped(prefix));
    }

    /** Returns the layout that has no use for these options. */
    Layout requireNone() {
        if (frame != null || prefix != null) {
            throw new IllegalArgumentException(
                    "--prompt-text and --answer-text are for --style standard; conversational rows are framed by the model's"
                            + " chat template");
        }
        return new Layout.Conversational();
    }

    private static String unescaped(String text) {
        return text.replace("\\n", "\n");
    }
}
