package io.github.aligner4j.training.supervision;

import java.util.Locale;

/** Why a row was not exported. The first that applies is told. */
public enum Reason {
    /** It is no row of question, answer and correction. */
    BAD,
    /** It has an error in place of a correction: a guard rejected it, or a layer failed. */
    FAILED,
    /** Question, answer or correction is blank. */
    EMPTY,
    /** There was nothing to correct. */
    UNCHANGED,
    /** Something was said before the question, which a standard prompt has no place for. */
    CONVERSATION,
    /** It has more characters than wanted. */
    TOO_LONG,
    /** A row before it has the same question and answer. */
    DUPLICATE;

    /** The name that audits have. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
