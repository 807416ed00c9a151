package io.github.aligner4j.runtime.djl;

/** How one matrix lies in memory, within a {@link MatrixFormat}. */
enum MatrixLayout {
    /** As the format has it. */
    OWN(0),
    /** The same, with rows of zeros behind until their number is a multiple of {@value #MULTIPLE}. */
    PADDED(1),
    /** For a product without a special kernel: as the checkpoint has it or, of integers, widened to the type of activations. */
    PLAIN(2);

    /** The number of rows that a block of oneDNN's widest kernels has. */
    static final int MULTIPLE = 64;

    private final int code;

    MatrixLayout(int code) {
        this.code = code;
    }

    /** Number of the layout in a program. */
    int code() {
        return code;
    }
}
