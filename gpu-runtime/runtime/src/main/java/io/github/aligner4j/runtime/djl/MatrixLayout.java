// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

/** Memory layout of one matrix within a {@link MatrixFormat}. */
enum MatrixLayout {
    /** The layout of the format. */
    OWN(0),
    /** The same, padded with rows of zeros to a multiple of {@value #MULTIPLE}. */
    PADDED(1),
    /** For a product without a special kernel: as the checkpoint has it or, for integers, widened to the type of activations. */
    PLAIN(2);

    /** Number of rows of a block of oneDNN's widest kernels. */
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
