package io.github.aligner4j.springai;

/**
 * What happens to answers in a format that the program asked for: by {@code entity(...)}, by an output schema, or by a response
 * format in the model's options. What messages say or an answer looks like counts for nothing: unless said otherwise, JSON
 * that nobody asked for is corrected string by string, and so stays JSON.
 */
public enum StructuredOutput {
    /** They pass uncorrected. The default. */
    SKIP,
    /**
     * Each string value of JSON that contains white space is corrected on its own, and so is prose around it; names, numbers,
     * single words (identifiers, enum constants, addresses) and layout stay. The same goes for JSON that nobody is known to
     * have asked for. What a converter reads that is no JSON passes uncorrected, as it may be anything.
     */
    VALUES
}
