package io.github.aligner4j.template;

import io.github.aligner4j.CorrectionRejectedException;

/**
 * Turns a model's output into the correction, piece by piece: takes off the template's answer prefix and gives escaped
 * markers back. Holds back what the next piece could still change. For one output, on one thread; its time grows no faster than
 * the output.
 *
 * <p>If the template has no answer prefix, one space at the output's beginning is the one between frame and correction, which
 * some checkpoints were trained with, unless the answer itself begins with white space.
 */
public final class CorrectionReader {

    private final CorrectionPrompt prompt;
    private final StringBuilder raw = new StringBuilder();
    private int emitted;

    CorrectionReader(CorrectionPrompt prompt) {
        this.prompt = prompt;
    }

    /** Takes the next piece of output and returns the next piece of the correction, which may be empty. */
    public String read(String piece) {
        raw.append(piece);
        return emit(raw.length() - (prompt.escaped() ? unsettled(piece) : 0));
    }

    /**
     * Returns the last piece of the correction.
     *
     * @throws CorrectionRejectedException if the output does not start with the answer prefix, or holds markers of the frame
     *     that the model can only have made up
     */
    public String finish() {
        if (!startsWithPrefix()) {
            throw new CorrectionRejectedException("the model did not begin with '" + prompt.answerPrefix()
                    + "'; check that the checkpoint was trained with this template");
        }
        if (prompt.escape().labels(raw.substring(prompt.answerPrefix().length())) > 0) {
            throw new CorrectionRejectedException(
                    "the model repeated the prompt's frame; check that the checkpoint was "
                            + "trained with this template");
        }
        return emit(raw.length());
    }

    /** Returns how much at the output's end the next piece may change; if nothing of the last piece is settled, all that isn't. */
    private int unsettled(String piece) {
        int settled = prompt.escape().settled(piece);
        return settled == 0 ? raw.length() - emitted : piece.length() - settled;
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
