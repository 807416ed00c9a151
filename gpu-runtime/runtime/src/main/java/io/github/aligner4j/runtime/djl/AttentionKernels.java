// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.runtime.djl;

import io.github.aligner4j.runtime.checkpoint.AttentionConfig;
import java.util.List;

/** The choice of the kernel that computes attention. */
enum AttentionKernels {
    /** The program names the kernel. */
    NAMED,
    /** libtorch chooses a kernel for each call. */
    CHOSEN;

    private static final int MAX_NAMED_HEAD_SIZE = 256;
    private static final int HEAD_SIZE_UNIT = 8;

    /** Returns the choices to try, best first; the last works everywhere. Not every GPU has the named kernels. */
    static List<AttentionKernels> candidates(Execution execution, AttentionConfig attention) {
        int size = attention.headSize();
        boolean named = execution.isCudaHalf()
                && attention.logitCap() == 0
                && size <= MAX_NAMED_HEAD_SIZE
                && size % HEAD_SIZE_UNIT == 0;
        return named ? List.of(NAMED, CHOSEN) : List.of(CHOSEN);
    }
}
