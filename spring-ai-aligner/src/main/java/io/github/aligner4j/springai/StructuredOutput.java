package io.github.aligner4j.springai;

/**
 * What happens to answers that a program is going to read: those to {@code ChatClient.call().entity(...)}, and any that is
 * one whole JSON object or array.
 */
public enum StructuredOutput {
    /** They pass untouched. The default. */
    PASS,
    /** They are corrected, and the correction is kept only if it is still JSON; otherwise the original is. */
    VALIDATE
}
