package io.github.aligner4j.training.supervision;

/** What a row teaches; names as TRL's trainers have them. */
public enum Format {
    /** To give the correction as the answer: {@code prompt}, {@code completion}. */
    SFT,
    /** To prefer the correction to the answer: {@code prompt}, {@code chosen}, {@code rejected}. */
    DPO
}
