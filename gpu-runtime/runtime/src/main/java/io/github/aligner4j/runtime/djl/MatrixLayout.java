package io.github.aligner4j.runtime.djl;

/** How one matrix lies in memory, within a {@link MatrixFormat}. */
enum MatrixLayout {
    /** As the format has it. */
    OWN,
    /** The same, with rows of zeros behind until their number is a multiple of {@value #MULTIPLE}. */
    PADDED,
    /** For a product without a special kernel: as the checkpoint has it or, of integers, widened to the type of activations. */
    PLAIN;

    /** The number of rows that a block of oneDNN's widest kernels has. */
    static final int MULTIPLE = 64;

    /** Number of the layout in a program. */
    int code() {
        return switch (this) {
            case OWN -> 0;
            case PADDED -> 1;
            case PLAIN -> 2;
        };
    }
}
