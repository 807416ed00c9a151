// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.gpu;

import java.nio.file.Path;
import java.util.List;

/**
 * The options of a run.
 *
 * @param device {@code cpu} or {@code cuda:N}
 * @param threads threads of one operation on a CPU; 0 leaves the choice to libtorch
 * @param shapes the shapes to measure
 * @param golden the golden checkpoints to compare with
 * @param repeat the number of measurements of each row
 * @param rows the number of rows of each kind
 * @param callers the number of concurrent callers
 * @param trainingSteps the number of training steps
 * @param work the folder of the checkpoints that the kit makes
 */
record KitOptions(
        String device,
        int threads,
        List<Shape> shapes,
        List<String> golden,
        int repeat,
        int rows,
        int callers,
        int trainingSteps,
        Path work) {

    /** Copies the lists. */
    KitOptions {
        shapes = List.copyOf(shapes);
        golden = List.copyOf(golden);
    }

    boolean cuda() {
        return device.startsWith("cuda");
    }
}
