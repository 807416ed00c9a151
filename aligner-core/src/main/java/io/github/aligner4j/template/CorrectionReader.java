// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.template;

import io.github.aligner4j.CorrectionRejectedException;

/**
 * Turns a model's output into the correction, chunk by chunk: removes the template's answer prefix and restores escaped markers.
 * Text that the next chunk could change is held back. For one output, on one thread; takes linear time.
 *
 * <p>If the template has no answer prefix, one space at the beginning of the output is removed, which some checkpoints were trained
 * with, unless the answer itself begins with white space.
 */
public final class CorrectionReader {

    private final CorrectionPrompt prompt;
    private final StringBuilder raw = new StringBuilder();
    private int emitted;

    CorrectionReader(CorrectionPrompt prompt) {
        this.prompt = prompt;
    }

    /** Reads the next chunk of output and returns the next chunk of the correction, which may be empty. */
    public String read(String chunk) {
        raw.append(chunk);
        return emit(raw.length() - (prompt.escaped() ? unsettled(chunk) : 0));
    }

    /**
     * Returns the last chunk of the correction.
     *
     * @throws CorrectionRejectedException if the output does not start with the answer prefix, or contains markers of the frame
     */
    public String finish() {
        if (!startsWithPrefix()) {
            throw new CorrectionRejectedException(
                    (raw.isEmpty() ? "the model wrote nothing, not even '" : "the model did not begin with '")
                            + prompt.answerPrefix() + "'; check that the checkpoint was trained with this template");
        }
        if (prompt.escape().labels(raw.substring(prompt.answerPrefix().length())) > 0) {
            throw new CorrectionRejectedException(
                    "the model repeated the prompt's frame; check that the checkpoint was "
                            + "trained with this template");
        }
        return emit(raw.length());
    }

    /** Returns the number of characters at the end of the output that the next chunk may change. */
    private int unsettled(String chunk) {
        int settled = prompt.escape().settled(chunk);
        return settled == 0 ? raw.length() - emitted : chunk.length() - settled;
    }

    private boolean startsWithPrefix() {
        String prefix = prompt.answerPrefix();
        return raw.length() >= prefix.length()
                && raw.substring(0, prefix.length()).equals(prefix);
    }

    private int prefixLength() {
        boolean separated = prompt.answerPrefix().isEmpty()
                && !raw.isEmpty()
                && raw.charAt(0) == ' '
                && !prompt.prediction().isEmpty()
                && !Character.isWhitespace(prompt.prediction().charAt(0));
        return separated ? 1 : prompt.answerPrefix().length();
    }

    private String emit(int end) {
        int prefix = prefixLength();
        int start = Math.max(prefix, emitted);
        if (end <= start || !startsWithPrefix()) {
            return "";
        }
        emitted = end;
        if (!prompt.escaped()) {
            return raw.substring(start, end);
        }
        int context = Math.max(prefix, start - prompt.escape().context());
        int before = prompt.escape().restore(raw.substring(context, start)).length();
        return prompt.escape().restore(raw.substring(context, end)).substring(before);
    }
}
