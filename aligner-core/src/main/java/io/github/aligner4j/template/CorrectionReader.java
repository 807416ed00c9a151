package io.github.aligner4j.template;

import io.github.aligner4j.CorrectionRejectedException;

/**
 * Turns a model's output into the correction, piece by piece: takes off the template's answer prefix and gives escaped
 * markers back. Holds back what the next piece could still change. For one output, on one thread.
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
        return emit(prompt.escaped() ? prompt.escape().settled(raw) : raw.length());
    }

    /**
     * Returns the last piece of the correction.
     *
     * @throws CorrectionRejectedException if the output does not start with the answer prefix, or holds markers of the frame
     *     that the model can only have made up
     */
    public String finish() {
        if (raw.indexOf(prompt.answerPrefix()) != 0) {
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

    private int prefixLength() {
        boolean separated = prompt.answerPrefix().isEmpty()
                && raw.indexOf(" ") == 0
                && !prompt.prediction().isEmpty()
                && !Character.isWhitespace(prompt.prediction().charAt(0));
        return separated ? 1 : prompt.answerPrefix().length();
    }

    private String emit(int rawEnd) {
        int prefix = prefixLength();
        if (rawEnd <= prefix || raw.indexOf(prompt.answerPrefix()) != 0) {
            return "";
        }
        String body = raw.substring(prefix, rawEnd);
        String text = prompt.escaped() ? prompt.escape().restore(body) : body;
        String next = text.substring(emitted);
        emitted = text.length();
        return next;
    }
}
