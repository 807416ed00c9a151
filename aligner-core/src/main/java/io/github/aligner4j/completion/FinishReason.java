package io.github.aligner4j.completion;

/** Why a completion ends where it ends. */
public enum FinishReason {
    /** The model ended it: an end-of-sequence token or a stop string. */
    STOP,
    /** It reached the limit of new tokens or of the model's context; the text is cut off. */
    LENGTH
}
