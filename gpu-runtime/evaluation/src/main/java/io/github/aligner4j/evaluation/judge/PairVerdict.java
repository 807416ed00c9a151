// SPDX-License-Identifier: Apache-2.0
package io.github.aligner4j.evaluation.judge;

import io.github.aligner4j.TokenUsage;

/**
 * A judge's verdict on two answers in one order.
 *
 * @param preference the better one
 * @param rationale the reason; may be empty
 * @param usage the tokens that the judge's model read and generated
 */
public record PairVerdict(Preference preference, String rationale, TokenUsage usage) {}
