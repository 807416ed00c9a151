// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.blind;

/**
 * The systems behind a pair of a sheet.
 *
 * @param pair the id of the {@link BlindPair}
 * @param rowId the row's id
 * @param system the name of the system
 * @param baseline the name of the system that it is compared with
 * @param systemFirst true if the answer called A is the system's, false if it is the baseline's
 * @param digest a digest of both answers, by which changed ones are noticed
 */
public record BlindKey(String pair, String rowId, String system, String baseline, boolean systemFirst, String digest) {}
