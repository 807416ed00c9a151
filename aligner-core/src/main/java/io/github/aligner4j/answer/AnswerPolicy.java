package io.github.aligner4j.answer;

import java.util.Objects;

/**
 * How an answer is treated, decided by what the program asked for, never by what a text says.
 *
 * @param form what of it is corrected
 * @param keepThinking whether thinking in its text stays, uncorrected, or is removed
 * @param thinkingOpened whether the upstream model's prompt ends with {@code <think>}, see {@link InlineThinking}
 * @param besideToolCalls whether the answer has tool calls too, so that its text may well be nothing but thinking
 */
public record AnswerPolicy(Form form, boolean keepThinking, boolean thinkingOpened, boolean besideToolCalls) {

    /** Corrects all but the thinking, which stays. */
    public static final AnswerPolicy DEFAULT = new AnswerPolicy(Form.TEXT, true, false, false);

    /** Checks that nothing is missing. */
    public AnswerPolicy {
        Objects.requireNonNull(form, "form");
    }

    /** Returns a copy with another form. */
    public AnswerPolicy withForm(Form form) {
        return new AnswerPolicy(form, keepThinking, thinkingOpened, besideToolCalls);
    }

    /** Returns a copy for an answer that has tool calls, or has none. */
    public AnswerPolicy withToolCalls(boolean beside) {
        return new AnswerPolicy(form, keepThinking, thinkingOpened, beside);
    }

    /** What of an answer is corrected. */
    public enum Form {
        /**
         * Everything, if the program asked for no format, or nobody knows. {@link JsonAnswer JSON} keeps its structure: each
         * of its strings is corrected on its own, but for names of one word, and so is prose around it. Numbers, dates and
         * truth values that are the whole answer have nothing to correct.
         */
        TEXT,
        /**
         * As {@link #TEXT}, if the answer is no JSON; as {@link #VALUES}, if it is. For programs that read JSON now and then
         * without being able to say when.
         */
        TEXT_OR_VALUES,
        /**
         * The program asked for a format, and what is prose in it is to be corrected: string values of JSON that contain
         * white space, and prose around it. Single words (identifiers, enum constants, addresses) stay, and so does an
         * answer that is one such word, or has one on each line. Other answers are corrected as a whole.
         */
        VALUES,
        /** Nothing: the program asked for a format and gets it as it is. */
        UNTOUCHED
    }
}
