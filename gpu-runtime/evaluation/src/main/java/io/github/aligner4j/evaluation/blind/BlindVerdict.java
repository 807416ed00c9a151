// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.blind;

import io.github.aligner4j.evaluation.judge.Preference;

/**
 * A person's verdict on a pair of a sheet.
 *
 * @param pair the id of the {@link BlindPair}
 * @param aspect the name of the aspect
 * @param preference the better answer
 * @param comment the person's comment; may be empty
 */
public record BlindVerdict(String pair, String aspect, Preference preference, String comment) {}
