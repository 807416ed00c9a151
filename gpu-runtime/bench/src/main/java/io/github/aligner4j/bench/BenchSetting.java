package io.github.aligner4j.bench;

/**
 * What was measured.
 *
 * @param checkpoint name of the checkpoint's folder
 * @param device where it ran
 * @param dtype the type of its weights
 * @param threads threads of one operation; 0: as many as PyTorch chose
 * @param loadSeconds how long loading took
 * @param forced whether the rows' corrections were forced
 * @param repeat how often each row was measured
 * @param leftOut rows that are too long for the model's context
 */
public record BenchSetting(
        String checkpoint,
        String device,
        String dtype,
        int threads,
        double loadSeconds,
        boolean forced,
        int repeat,
        int leftOut) {}
