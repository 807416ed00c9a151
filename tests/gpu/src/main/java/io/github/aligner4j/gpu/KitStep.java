// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.gpu;

/** A step of the kit. Each runs in a process of its own, so that one that crashes or hangs costs the others nothing. */
interface KitStep {

    /** Returns the step's name, unique in a run. */
    String name();

    /** Returns the share of the time of a run after which the step's process is killed. */
    double share();

    /** Runs the step; what it has recorded before it fails is kept. */
    void run(KitResults results) throws Exception;
}
