// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.training.supervision;

/** A dataset format of TRL's trainers. */
public enum Format {
    /** Supervised fine-tuning on the correction: {@code prompt}, {@code completion}. */
    SFT,
    /** Preference of the correction over the answer: {@code prompt}, {@code chosen}, {@code rejected}. */
    DPO
}
