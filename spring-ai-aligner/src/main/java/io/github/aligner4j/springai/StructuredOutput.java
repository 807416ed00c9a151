package io.github.aligner4j.springai;

/**
 * What happens to answers that a program is going to read: those to {@code ChatClient.call().entity(...)}, and any that is
 * one whole JSON object or array, bare or fenced.
 */
public enum StructuredOutput {
    /** They pass uncorrected. The default. A user who can talk the upstream model into JSON can so keep an Aligner out. */
    SKIP,
    /**
     * Each string value of a JSON object or array that contains white space is corrected on its own; names, numbers, single
     * words (identifiers, enum constants, addresses) and layout stay. Other structured answers pass uncorrected.
     */
    VALUES
}
